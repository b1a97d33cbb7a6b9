import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseNpyArray } from "../../../loaders/npy.js";
import { faultsOf } from "./faults.js";
import { problemBytes } from "./problem-bytes.js";
import { type RandomProblem, randomProblem } from "./random-problem.js";
import { ROADS, type Road } from "./roads.js";

/** What make_random_problems.py says of the costs that it found. */
interface About {
  readonly count: number;
  /** Problems to one hash. */
  readonly block: number;
  /** Seeds without a cost, by the reason. */
  readonly missing: Readonly<Record<string, readonly number[]>>;
  readonly sha256: readonly string[];
}

const oracle = (name: string): Buffer => readFileSync(new URL(`../../oracle/${name}`, import.meta.url));

export const about: About = JSON.parse(oracle("random-problems.json").toString("utf8"));
/** The optimal cost for every seed, NaN where the oracle has none. */
export const optima: Float64Array = parseNpyArray(oracle("random-problems.npy")).data;

/** Faults of a single failing run that are printed; the number of all of them is. */
const PRINTED = 30;

/** Tests that every road solves each problem of the seeds, at the cost that the oracle found. */
export function describeAgreement(firstSeed: number, count: number): void {
  describe.each(blocks(firstSeed, count))("random problems of seeds %i and on", (first) => {
    const problems = Array.from({ length: about.block }, (_, p) => randomProblem(first + p));

    it("are those that the oracle solved", () => {
      const hash = createHash("sha256");
      for (const problem of problems) hash.update(problemBytes(problem));
      expect(hash.digest("hex")).toBe(about.sha256[first / about.block]);
    });

    it.each(ROADS)("are solved to the certified optimum by $name", (road) => {
      const faults = problems
        .filter(({ source }) => road.takes(source))
        .flatMap((problem) => faultsOn(road, problem));
      const told = faults.slice(0, PRINTED).join("\n");
      expect(faults.length, `${faults.length} faults:\n${told}\n`).toBe(0);
    });
  });
}

function blocks(firstSeed: number, count: number): number[] {
  return Array.from({ length: count / about.block }, (_, b) => firstSeed + b * about.block);
}

/** Faults of the road's answer, each with seed and kind. Where the oracle has no cost, the first road's is taken. */
function faultsOn(road: Road, { seed, kind, source, target }: RandomProblem): string[] {
  const optimum = optima[seed]!;
  const answer = road.solve(source, target, {});
  const wanted = Number.isNaN(optimum) ? ROADS[0]!.solve(source, target, {}).cost : optimum;
  return faultsOf(source, target, answer, wanted).map(
    (fault) => `seed ${seed} (${kind}), ${road.name}: ${fault}`,
  );
}
