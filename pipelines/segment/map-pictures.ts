import { mapColours } from "../report/map-colours.js";
import { labelPng } from "./label-png.js";
import type { NumberedMap } from "./numbering.js";
import type { Scene } from "./scene.js";

/** A colour for each class of the ground truth. */
export function classColours({ truth }: Pick<Scene, "truth">): string[] {
  return mapColours(truth?.classes.length ?? 0);
}

/** Clusters have the colour of the class that they are matched with, the others further ones. */
export function clusterColours(
  { classOf }: Pick<NumberedMap, "classOf">,
  { truth }: Pick<Scene, "truth">,
): string[] {
  const classes = truth?.classes.length ?? 0;
  const all = mapColours(classes + classOf.length);
  let further = classes;
  return Array.from(classOf, (code) => all[code < 0 ? further++ : code]!);
}

export function truthPng({ truth, cube }: Scene): Uint8Array {
  return labelPng(truth!.codes, cube.height, cube.width, classColours({ truth }));
}

export function clusterPng(map: NumberedMap, scene: Scene): Uint8Array {
  return labelPng(map.labels, scene.cube.height, scene.cube.width, clusterColours(map, scene));
}
