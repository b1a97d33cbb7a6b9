import { descentWarnings } from "./dictionary-warnings.js";
import type { FeatureOptions } from "./feature-kind.js";
import type { LabelledImage, LabelledImages } from "./label-image.js";
import { SEGMENT_METHODS } from "./methods.js";

interface Asked extends Pick<FeatureOptions, "loss" | "fixedAtoms"> {
  readonly clusters: number;
  readonly neighbours: number;
  readonly pixels: number;
}

/** What a reader of the scores should know. */
export function doubts({ images, learned, descents }: LabelledImages, asked: Asked): string[] {
  return [
    ...learned.flatMap(({ name, features: { warnings } }) => {
      const descent = descents.get(name);
      return [...warnings, ...(descent ? descentWarnings(descent) : [])].map((text) => `${name}: ${text}`);
    }),
    ...losingMass(
      learned.some(({ name }) => name === "unbalanced-dictionary"),
      asked,
    ),
    ...images.flatMap((image) => doubtsOf(image, asked)),
  ];
}

function losingMass(isLearned: boolean, { loss, fixedAtoms }: Asked): string[] {
  return isLearned && loss === "transport" && !fixedAtoms
    ? [
        "unbalanced-dictionary: with --loss transport, atoms that learn lose their mass; give --fixed-atoms too",
      ]
    : [];
}

function doubtsOf({ method, status, details, distinct, labels }: LabelledImage, asked: Asked): string[] {
  const { clusters, neighbours, pixels } = asked;
  const { components } = details;
  const isGraph = SEGMENT_METHODS[method].clusterer === "spectral";
  const found = new Set(labels);
  found.delete(-1);
  return [
    ...(status === "converged" ? [] : [`${method}: the clustering ended with status ${status}`]),
    ...(distinct < clusters
      ? [
          `${method}: the sampled pixels are ${distinct} different ones, fewer than clusters; labels of equal ones mean nothing`,
        ]
      : []),
    ...(typeof components === "number" && components > clusters
      ? [`${method}: the graph falls into ${components} pieces, more than clusters; try more --neighbours`]
      : []),
    ...(isGraph && neighbours >= pixels
      ? [
          `${method}: every sampled pixel is a neighbour of every other, so the graph says nothing; try fewer --neighbours`,
        ]
      : []),
    ...(found.size < clusters ? [`${method}: ${found.size} clusters were found of ${clusters}`] : []),
  ];
}
