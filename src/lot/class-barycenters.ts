import { ShapeError } from "../errors.js";
import { requireWhole } from "../learn/checks.js";
import type { ClassLabels } from "../learn/split.js";
import { type Measure, massive, normalise, totalMass } from "../measure/measure.js";
import type { Certificate } from "../numeric/certificate.js";
import type { Random } from "../numeric/random.js";
import { clusterPoints } from "./cluster-points.js";
import { combine } from "./combine.js";
import { type Embedding, embed } from "./embedding.js";
import { expMap } from "./exp-map.js";
import { type Reference, reference } from "./reference.js";

/** Rows of measures at a reference, by whatever threads there are. */
export type EmbedMeasures = (reference: Reference, measures: readonly Measure[]) => Promise<Embedding>;

export interface ClassBarycenterOptions {
  /** The class of each measure; a class may have none, and then gets no reference. */
  readonly items: ClassLabels;
  /** Where the first round starts; pyLOT takes a Gaussian one. Its metric is that of the result. */
  readonly start: Reference;
  /** How often each class mean is taken, at least 1. */
  readonly rounds: number;
  /** For means in HK and OPT that have more points than `start`; W2 draws nothing. */
  readonly random: Random;
  /** Default: `embed`, in this thread. */
  readonly embedAll?: EmbedMeasures;
}

/**
 * One reference a class: its mean in the tangent space, taken again and again from where it came to lie.
 *
 *   sigma_c <- exp_sigma( mean of log_sigma(mu_s) over the mu_s of class c ),   sigma = start in the first round, sigma_c after
 *
 * so that each later round is a step of the fixed-point iteration towards the barycentre of the class. Rows at all of them,
 * side by side, are the features. The labels are in the references: fit them on training items only, or a test score of
 * anything made from them is worthless.
 *
 * Where masses may change, the singular masses of the members are in the mean; it is brought to the number of points of
 * `start` by k-means where it has more. Points that have lost all mass are left out.
 *
 * @throws ShapeError if there are no measures, the labels are not as many or one is none of a class, or rounds is no whole number of at least 1.
 *
 * One transport per measure and round: the mean of a class needs its own members only. Linwu, Khurana, Karris and Cloninger
 * 2025 (pyLOT), section 3, which embeds all measures at all class means in each round; the means are the same.
 */
export async function classBarycenterReferences(
  measures: readonly Measure[],
  options: ClassBarycenterOptions,
): Promise<Reference[]> {
  requireUsable(measures, options);
  const { items, start, rounds, random } = options;
  const embedAll = options.embedAll ?? (async (sigma, some) => embed(sigma, some));
  const rows = await embedAll(start, measures);
  const fitted: Reference[] = [];
  for (const [c, name] of items.classes.entries()) {
    const members = Int32Array.from(items.labels.keys()).filter((s) => items.labels[s] === c);
    if (members.length === 0) continue;
    const own = Array.from(members, (s) => measures[s]!);
    const limit = { count: start.measure.count, random: random.fork(c) };
    const certificates: Certificate[] = Array.from(members, (s) => rows.certificates[s]!);
    let mean = meanMeasure(rows, members, limit);
    for (let round = 1; round < rounds; round++) {
      const again = await embedAll(reference(mean, { metric: start.metric }), own);
      certificates.push(...again.certificates);
      mean = meanMeasure(again, Int32Array.from(own.keys()), limit);
    }
    const details = { class: name, members: members.length, rounds, start: start.origin.kind };
    const origin = { kind: "class-barycenter", fittedOn: measures.length, details, certificates } as const;
    fitted.push(reference(mean, { metric: start.metric, origin }));
  }
  return fitted;
}

function requireUsable(
  measures: readonly Measure[],
  { items, rounds }: Pick<ClassBarycenterOptions, "items" | "rounds">,
): void {
  if (measures.length === 0) throw new ShapeError("no measures to take class means of", { found: 0 });
  if (items.labels.length !== measures.length) {
    throw new ShapeError(
      `${items.labels.length} labels for ${measures.length} measures; give one per measure`,
      {
        expected: measures.length,
        found: items.labels.length,
      },
    );
  }
  const { length } = items.classes;
  const odd = items.labels.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < length));
  if (odd >= 0) {
    throw new ShapeError(
      `label ${odd} is ${items.labels[odd]}; it must be the number of one of the ${length} classes, from 0`,
      { expected: length, found: items.labels[odd]! },
    );
  }
  requireWhole("rounds", rounds, 1);
}

interface PointLimit {
  readonly count: number;
  readonly random: Random;
}

/** The exponential of the mean of some rows, on at most so many points, all with mass. */
function meanMeasure(rows: Embedding, members: Int32Array, { count, random }: PointLimit): Measure {
  const shares = new Float64Array(rows.matrix.rows);
  for (const s of members) shares[s] = 1;
  const mean = massive(expMap(rows.reference, combine(rows, shares))).measure;
  return mean.count <= count ? mean : normalise(clusterPoints(mean, count, random), totalMass(mean));
}
