import { describe, expect, it } from "vitest";
import {
  growing,
  langevin,
  measure,
  ornsteinUhlenbeck,
  quadraticPotential,
  seededRandom,
} from "../../../src/index.js";
import { expectNear } from "../../support/expect-near.js";

describe("a growing population", () => {
  it("of the same rate everywhere grows as exp(g t), and moves as without growth", () => {
    const plain = ornsteinUhlenbeck({ step: 0.1 });
    const system = growing(plain, (_, into) => into.fill(0.7));
    const start = system.start(100, seededRandom(1));
    const after = system.simulate(start, 2, seededRandom(2));
    const mass = after.weights.reduce((sum, w) => sum + w, 0);
    expectNear(mass, Math.exp(1.4), { rtol: 1e-13, why: "rounding of 20 factors" });
    let moved = start;
    const random = seededRandom(2);
    for (let s = 0; s < 20; s++) moved = plain.simulate(moved, plain.step, random);
    expect(after.points).toEqual(moved.points);
    expectNear(start.weights, new Array(100).fill(0.01), { atol: 0, why: "left as given" });
  });

  it("that dies out away from the centre follows Riccati's equation for its variance", () => {
    // u_t = D u_xx + (a - b x^2) u from N(0, s^2) stays normal: (s^2)' = 2 D - 2 b s^4, m'/m = a - b s^2
    const [D, a, b] = [0.5, 0.3, 0.8];
    const system = growing(
      langevin({ potential: quadraticPotential({ stiffness: 0 }), diffusivity: D, step: 1 / 32 }),
      (points, into) => {
        for (let i = 0; i < into.length; i++) into[i] = a - b * points[i]! ** 2;
      },
    );
    const count = 60_000;
    const random = seededRandom(4);
    const start = measure(new Float64Array(count), { dim: 1 });
    const after = system.simulate(start, 1, random);
    let [mass, second] = [0, 0];
    for (let i = 0; i < count; i++) {
      mass += after.weights[i]!;
      second += after.weights[i]! * after.points[i]! ** 2;
    }
    const speed = 2 * Math.sqrt(D * b);
    const variance = Math.sqrt(D / b) * Math.tanh(speed); // s^2(0) = 0
    const exactMass = Math.exp(a) / Math.sqrt(Math.cosh(speed)); // integral of a - b s^2
    expectNear(mass, exactMass, {
      rtol: 0.008,
      why: "weights spread by 0.3: 4.5 standard errors are 0.006, steps 0.0003",
    });
    expectNear(second / mass, variance, {
      rtol: 0.03,
      why: "4.5 standard errors of a variance of 60,000 weighted particles",
    });
  });

  it("keeps directions: growth knows nothing of hidden states", () => {
    const system = growing(ornsteinUhlenbeck({ step: 0.5 }), (_, into) => into.fill(-1));
    const start = { ...system.start(3, seededRandom(1)), hidden: { mark: Float64Array.of(1, 2, 3) } };
    expect(system.simulate(start, 1, seededRandom(1)).hidden).toEqual(start.hidden);
    expect(() => system.simulate(start, 0.7, seededRandom(1))).toThrow(/0\.7/);
  });
});
