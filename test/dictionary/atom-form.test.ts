import { describe, expect, it } from "vitest";
import { ATOM_FORMS, type AtomFormName } from "../../src/dictionary/atom-form.js";
import { type Matrix, matrixFromRows } from "../../src/numeric/matrix.js";
import { expectNear } from "../support/expect-near.js";

const names = Object.keys(ATOM_FORMS) as AtomFormName[];
const atoms = matrixFromRows([
  [0.2, 0.3, 0.5],
  [0.6, 1e-15, 0.4],
]);

describe.each(names)("atoms of the form %s", (name) => {
  const form = ATOM_FORMS[name];

  it("come back from their parameters", () => {
    expectNear(form.atomsOf(form.parametersOf(atoms)).data, atoms.data, {
      rtol: 1e-13,
      atol: 1e-15,
      why: "rounding of a logarithm of up to 35 and of the sum of a softmax",
    });
  });

  it("hand gradients back as differences do", () => {
    const parameters = form.parametersOf(matrixFromRows([[0.2, 0.3, 0.5]]));
    const gradient: Matrix = matrixFromRows([[1, -2, 0.5]]);
    const value = (p: number, change: number): number => {
      const data = parameters.data.slice();
      data[p]! += change;
      return form
        .atomsOf({ ...parameters, data })
        .data.reduce((sum, mass, j) => sum + mass * gradient.data[j]!, 0);
    };
    const found = form.pullBack(form.atomsOf(parameters), gradient).data;
    const differences = found.map((_, p) => (value(p, 1e-5) - value(p, -1e-5)) / 2e-5);
    expectNear(found, differences, { atol: 1e-9, why: "central differences with a step of 1e-5" });
  });

  it("are positive whatever step is taken", () => {
    const parameters = form.parametersOf(atoms);
    const stepped = {
      ...parameters,
      data: parameters.data.map((value, p) => value + (p % 2 === 0 ? -2000 : 1)),
    };
    form.settle(stepped);
    for (const mass of form.atomsOf(stepped).data) expect(mass).toBeGreaterThan(0);
  });
});

it("a mass by its logarithm follows no gradient at its bound", () => {
  const parameters = matrixFromRows([[-60, -30]]);
  expect([...ATOM_FORMS.logarithm.followed(parameters, matrixFromRows([[3, 4]])).data]).toEqual([0, 4]);
});

it("a gradient that pushes a clamped mass further down is not followed, one that lifts it is", () => {
  const parameters = matrixFromRows([[1e-15, 1e-15, 0.5]]);
  const gradient = matrixFromRows([[3, -2, 4]]);
  expect([...ATOM_FORMS.positive.followed(parameters, gradient).data]).toEqual([0, -2, 4]);
});
