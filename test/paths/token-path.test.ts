import { describe, expect, it } from "vitest";
import { measure, selectPoints } from "../../src/measure/measure.js";
import { permutation, seededRandom } from "../../src/numeric/random.js";
import { pathShape } from "../../src/paths/diagnostics.js";
import { matchingIn } from "../../src/paths/matching-in.js";
import { TOKEN_ROUTES, tokenPath } from "../../src/paths/token-path.js";
import { exact } from "../../src/transport/exact.js";
import { sparsePlan } from "../../src/transport/plan.js";
import { expectNear } from "../support/expect-near.js";
import { uniformCloud } from "../support/random-measures.js";

const TIMES = [0, 0.25, 0.5, 0.75, 1];
const rounding = { rtol: 1e-12, atol: 1e-13, why: "rounding" };

function prompts(seed: number, count = 19, dim = 32) {
  const random = seededRandom(seed);
  return [uniformCloud(random, count, dim), uniformCloud(random, count, dim)] as const;
}

const normOf = (points: Float64Array) => Math.sqrt(points.reduce((sum, x) => sum + x * x, 0));

describe("the route of least transport", () => {
  it.each([1, 2, 3])(
    "has length W2(A, B), at most that of the linear route, at constant speed (seed %i)",
    (seed) => {
      const [a, b] = prompts(seed);
      const path = tokenPath(TOKEN_ROUTES.ot, a, b);
      const linear = tokenPath(TOKEN_ROUTES.linear, a, b);
      const { length, speedRatio, turning } = pathShape(TIMES.map(path.at));
      expectNear(length ** 2, exact(a, b).cost, rounding);
      expect(length).toBeLessThan(pathShape(TIMES.map(linear.at)).length);
      expectNear([speedRatio, turning], [1, 0], {
        atol: 1e-7,
        rtol: 1e-12,
        why: "an angle of unit vectors that differ by rounding",
      });
      for (const t of TIMES) {
        const { toSource, toTarget } = path.distancesAt(t, path.at(t));
        expectNear([toSource, toTarget], [t * path.distance, (1 - t) * path.distance], rounding);
      }
    },
  );

  it("stands still between a list and a permutation of it, where the linear route does not", () => {
    const [a] = prompts(4);
    const shuffled = selectPoints(a, permutation(a.count, seededRandom(5)));
    const still = tokenPath(TOKEN_ROUTES.ot, a, shuffled);
    expect(still.distance).toBe(0);
    expect(still.at(0.5)).toEqual(a);
    const linear = tokenPath(TOKEN_ROUTES.linear, a, shuffled);
    expect(exact(a, linear.at(0.5)).cost).toBeGreaterThan(1);
  });

  it("leaves fixed tokens to themselves, and is then longer or the same", () => {
    const [a, b] = prompts(6);
    const fixed = [0, 17, 18];
    const { partner, distance } = tokenPath(TOKEN_ROUTES.ot, a, b, { fixed });
    expect(fixed.map((i) => partner[i])).toEqual(fixed);
    expect([...partner].sort((x, y) => x - y)).toEqual([...partner.keys()]);
    expect(distance).toBeGreaterThanOrEqual(tokenPath(TOKEN_ROUTES.ot, a, b).distance);
    const all = Array.from({ length: a.count }, (_, i) => i);
    const kept = tokenPath(TOKEN_ROUTES.ot, a, b, { fixed: all });
    expect(kept.at(0.3)).toEqual(tokenPath(TOKEN_ROUTES.linear, a, b).at(0.3));
    expect(() => tokenPath(TOKEN_ROUTES.ot, a, b, { fixed: [19] })).toThrow(
      "fixed token 19 is not one of the 19",
    );
  });
});

describe("turning routes", () => {
  const norms = ({ points, count, dim }: ReturnType<typeof uniformCloud>) =>
    Array.from({ length: count }, (_, i) => normOf(points.subarray(i * dim, (i + 1) * dim)));

  it.each(["slerp", "ot-slerp"] as const)("%s takes the norm of each token on a straight line", (name) => {
    const [a, b] = prompts(7);
    const { partner, at } = tokenPath(TOKEN_ROUTES[name], a, b);
    const [from, to, middle] = [norms(a), norms(selectPoints(b, partner)), norms(at(0.3))];
    expectNear(
      middle,
      from.map((norm, i) => 0.7 * norm + 0.3 * to[i]!),
      rounding,
    );
    expectNear(at(1).points, selectPoints(b, partner).points, rounding);
  });

  it("turn at constant speed: halfway between two directions at a right angle is at 45 degrees", () => {
    const [a, b] = [measure([[2, 0]]), measure([[0, 4]])];
    expectNear(
      tokenPath(TOKEN_ROUTES.slerp, a, b).at(0.5).points,
      [3 * Math.SQRT1_2, 3 * Math.SQRT1_2],
      rounding,
    );
    const { turning, length } = pathShape(
      Array.from({ length: 201 }, (_, k) => tokenPath(TOKEN_ROUTES.slerp, b, measure([[4, 0]])).at(k / 200)),
    );
    expectNear([turning, length], [Math.PI / 2, 2 * Math.PI], {
      rtol: 0.006,
      why: "a polygon of 200 sides in a quarter circle",
    });
  });

  it("of the whole list keep the norm of the list", () => {
    const [a, b] = prompts(8);
    const same = measure(
      b.points.map((x) => (x * normOf(a.points)) / normOf(b.points)),
      { dim: b.dim },
    );
    const path = tokenPath(TOKEN_ROUTES["whole-slerp"], a, same);
    for (const t of TIMES) expectNear(normOf(path.at(t).points), normOf(a.points), rounding);
  });

  it("go straight between equal and opposite directions, and from nothing", () => {
    const path = tokenPath(
      TOKEN_ROUTES.slerp,
      measure([
        [1, 0],
        [1, 0],
        [0, 0],
      ]),
      measure([
        [3, 0],
        [-1, 0],
        [0, 2],
      ]),
    );
    expectNear(path.at(0.5).points, [2, 0, 0, 0, 0, 1], rounding);
  });
});

describe("token paths", () => {
  it("refuse lists of different length, and tokens of different mass", () => {
    const [a] = prompts(9);
    const [b] = prompts(9, 20);
    expect(() => tokenPath(TOKEN_ROUTES.linear, a, b)).toThrow("19 tokens and 20 tokens");
    const heavy = measure(a.points, { dim: a.dim, weights: a.weights.map((_, i) => 1 + i) });
    expect(() => tokenPath(TOKEN_ROUTES.ot, a, heavy)).toThrow("token 0 has mass 1");
  });

  it("find a matching in a plan that is a mean of several", () => {
    const rows = Int32Array.from([0, 0, 1, 1, 2, 2]);
    const cols = Int32Array.from([0, 1, 0, 2, 1, 2]);
    const plan = sparsePlan({ rows, cols, mass: new Float64Array(6).fill(1 / 6) }, [3, 3]);
    const partner = matchingIn(plan);
    expect([...partner].sort()).toEqual([0, 1, 2]);
    partner.forEach((j, i) => {
      expect(rows.some((row, e) => row === i && cols[e] === j)).toBe(true);
    });
  });

  it("find a matching along a path through all tokens, and none where there is none", () => {
    const n = 20_000; // row i may have columns i + 1 (its first choice) and i, the last one column 1 only: all must move
    const rows = Int32Array.from({ length: 2 * n }, (_, e) => e >> 1);
    const cols = Int32Array.from(rows, (row, e) => (row === n - 1 ? 1 : row + 1 - (e % 2)));
    const plan = sparsePlan({ rows, cols, mass: new Float64Array(2 * n).fill(0.5 / n) }, [n, n]);
    const partner = matchingIn(plan);
    expect(new Set(partner).size).toBe(n);
    partner.forEach((j, i) => {
      if (j !== cols[2 * i] && j !== cols[2 * i + 1]) expect.fail(`row ${i} has no entry at ${j}`);
    });
    const two = { rows: Int32Array.of(0, 1), cols: Int32Array.of(0, 0), mass: Float64Array.of(0.5, 0.5) };
    expect(() => matchingIn(sparsePlan(two, [2, 2]))).toThrow("row 1 of the plan has no column of its own");
  });

  it("are refused by diagnostics that need the same particles", () => {
    const [a] = prompts(10);
    expect(() => pathShape([a])).toThrow("at least two times");
    expect(() => pathShape([a, uniformCloud(seededRandom(1), 3, 32)])).toThrow(
      "must be the same at all times",
    );
  });
});
