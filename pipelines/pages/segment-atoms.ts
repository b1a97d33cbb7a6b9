import type { Cube, Dictionary } from "../../src/index.js";
import { rowView } from "../../src/index.js";
import { figure } from "../report/figure.js";
import { formatItems, formatNumber, formatPercent } from "../report/format.js";
import { imageTag } from "../report/image-panels.js";
import type { PageSection } from "../report/index.js";
import { linePicture } from "../report/line-chart.js";
import { type Html, html } from "../report/markup.js";
import { FEATURES } from "../segment/features.js";
import { greyPng } from "../segment/label-png.js";
import { dictionaries, type NamedDictionary, type Segmentation } from "../segment/segmentation.js";

const MOST_ATOMS = 48;
/** CSS pixels. */
const WIDTH = 170;
const ATOM_COLOUR = "#2f6fae";

/** Atoms as spectra, with pictures of where their weights are large. */
export function atomSections(parts: Segmentation): PageSection[] {
  return dictionaries(parts).map((one) => atomSection(one, parts));
}

function atomSection({ name, dictionary }: NamedDictionary, parts: Segmentation): PageSection {
  const { cube } = parts.scene;
  const means = meanWeights(dictionary);
  const order = [...means.keys()].sort((a, b) => means[b]! - means[a]!);
  const shown = order.slice(0, MOST_ATOMS);
  const { axis, atoms, weights } = dictionary;
  const panels = shown.map((atom, rank) => {
    const line = { label: "mass", colour: ATOM_COLOUR, values: rowView(atoms, atom) };
    const title = `atom ${rank + 1}`;
    const picture = linePicture([line], axis.values, { title, width: WIDTH, height: 90 });
    const map = Float64Array.from(parts.labelled.nearest, (s) =>
      s < 0 ? NaN : weights!.data[s * atoms.rows + atom]!,
    );
    return html`<div class="panel"><p style="margin-left: 0">${title}, weight ${formatPercent(means[atom]!)}</p>
<div style="display: grid; gap: 0.35rem">${picture}${weightMap(map, cube, title)}</div></div>
`;
  });
  const left = order.length - shown.length;
  return {
    heading: `Atoms of the ${FEATURES[name].title}`,
    text: "Every pixel is described by how much of each atom its barycentre takes; these weights are what is clustered.",
    html: figure({
      title: `${formatItems(dictionary.atoms.rows, "atom")} over ${axis.quantity}, the heaviest first, each with the picture of its weights`,
      body: html`<div class="panels">${panels}</div>`,
      caption: [
        `Curve: mass of the atom, from 0 to its own largest value; ${axisText(axis)}.`,
        "Picture: white where the weight is 0, black where it is the largest of the atom; a pixel that was not sampled shows the weight of the sampled pixel with the nearest spectrum.",
        left > 0 ? `${formatItems(left, "further atom")} not shown.` : undefined,
      ],
    }),
  };
}

function weightMap(map: Float64Array, { height, width }: Cube, title: string): Html {
  return imageTag({ title: `weights of ${title}`, png: greyPng(map, height, width), height, width }, WIDTH);
}

function meanWeights({ weights, atoms }: Dictionary): Float64Array {
  const means = new Float64Array(atoms.rows);
  for (let i = 0; i < weights!.rows; i++) {
    for (let s = 0; s < atoms.rows; s++) means[s]! += weights!.data[i * atoms.rows + s]! / weights!.rows;
  }
  return means;
}

function axisText({ values, quantity, unit = "" }: Cube["axis"]): string {
  return `${quantity} from ${formatNumber(values[0]!)} to ${formatNumber(values[values.length - 1]!)} ${unit}`.trim();
}
