import { applyPlan, type Plan } from "../../../src/transport/plan.js";

/** All entries, row by row. */
export function planEntries(plan: Plan): number[] {
  const [n, m] = plan.shape;
  const columns = Array.from({ length: m }, (_, j) =>
    applyPlan(
      plan,
      Float64Array.from({ length: m }, (_, k) => (k === j ? 1 : 0)),
    ),
  );
  return Array.from({ length: n * m }, (_, e) => columns[e % m]![Math.floor(e / m)]!);
}
