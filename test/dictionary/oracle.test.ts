import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { barycenterRows, lossGradient } from "../../src/dictionary/loss-gradient.js";
import { dictionaryProblem } from "../../src/dictionary/problem.js";
import { transportLoss } from "../../src/dictionary/transport-loss.js";
import { valueLoss } from "../../src/dictionary/value-loss.js";
import { matrix } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";

interface Result {
  readonly rho: number | "Infinity";
  readonly barycenters: readonly number[];
  readonly transport: readonly number[];
  /** The published loss with rho = 0.1, whatever the barycentre has. */
  readonly heldLightly: readonly number[];
  readonly value: readonly number[] | null;
}

interface OracleCase {
  readonly name: string;
  readonly positions: readonly number[];
  readonly power: number;
  readonly atoms: readonly number[];
  readonly weights: readonly number[];
  readonly data: readonly number[];
  readonly results: readonly Result[];
}

/** Made by make_dictionary.py. */
const file = new URL("../oracle/dictionary.json", import.meta.url);
const { epsilon, iterations, cases } = JSON.parse(readFileSync(file, "utf8")) as {
  epsilon: number;
  iterations: number;
  cases: readonly OracleCase[];
};
const each = cases.flatMap((one) =>
  one.results.map((result): [string, number, OracleCase, Result] => [
    one.name,
    Number(result.rho),
    one,
    result,
  ]),
);

describe.each(each)("%s, rho = %d", (_, rho, { positions, power, ...given }, result) => {
  const d = positions.length;
  const rows = (values: readonly number[], cols: number) =>
    matrix(values.length / cols, cols, Float64Array.from(values));
  const atoms = rows(given.atoms, d);
  const weights = rows(given.weights, atoms.rows);
  const data = rows(given.data, d);
  const options = { power, epsilon, iterations, rhoBarycenter: rho, rhoLoss: rho, lossTolerance: 0 };

  it("gives the barycentres of POT and numpy", () => {
    const found = barycenterRows(dictionaryProblem(positions, options), atoms, weights);
    expectNear(found.data, result.barycenters, { rtol: 1e-10, why: "rounding, in ten products" });
  });

  it("gives the published loss of numpy", () => {
    const problem = dictionaryProblem(positions, { ...options, loss: transportLoss });
    const { losses } = lossGradient(problem, atoms, weights, data);
    expectNear(losses, result.transport, { rtol: 1e-9, why: "rounding, in 200 products" });
  });

  it("gives the loss of numpy at a rho of its own, as the published code has it", () => {
    const problem = dictionaryProblem(positions, { ...options, rhoLoss: 0.1, loss: transportLoss });
    const { losses } = lossGradient(problem, atoms, weights, data);
    expectNear(losses, result.heldLightly, { rtol: 1e-9, why: "rounding, in 200 products" });
  });

  const { value } = result;
  if (value === null) return; // the plain iterations of POT take too long where rho is large
  it("gives the value at the plan of POT", () => {
    const problem = dictionaryProblem(positions, { ...options, loss: valueLoss });
    const { losses } = lossGradient(problem, atoms, weights, data);
    expectNear(losses, value, { rtol: 1e-9, why: "both within 1e-15 of their fixed point" });
  });
});
