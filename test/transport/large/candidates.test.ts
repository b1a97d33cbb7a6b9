import { expect, it } from "vitest";
import { squaredDistance } from "../../../src/numeric/squared-distance.js";
import { priceTree, setGradients } from "../../../src/transport/large/build-tree.js";
import { emptyCandidates, refill } from "../../../src/transport/large/candidates.js";
import { orderedCloud } from "../../../src/transport/large/clouds.js";
import { cloud } from "../clouds.js";

it("a row's list has columns again after any number of times when it was full", () => {
  const { points } = orderedCloud(cloud(1, 200).points, new Float64Array(200).fill(1), 2);
  const tree = priceTree(points, 2, new Float64Array(200));
  setGradients(tree, points);
  const row = Float64Array.of(0.3, 0.2);
  const costs = Array.from({ length: 200 }, (_, j) => squaredDistance(row, 0, points, j, 2));
  const farthest = costs.indexOf(Math.max(...costs));
  const lists = emptyCandidates(1, 16, 1);
  for (let round = 0; round < 200; round++) {
    lists.lengths[0] = 1; // all that it knows is the dearest column, and all others are cheaper
    lists.columns[0] = farthest;
    lists.costs[0] = costs[farthest]!;
    refill(lists, tree, row, 0);
    expect(lists.lengths[0]).toBe(16);
  }
  lists.lengths[0] = 0;
  refill(lists, tree, row, 0);
  expect(lists.lengths[0]).toBeGreaterThan(2);
});
