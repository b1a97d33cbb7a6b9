import { type SparsePlan, sparsePlan } from "../sparse-plan.js";
import { against } from "./objective.js";

/** One plan of a mixture. */
export interface Atom {
  readonly plan: SparsePlan;
  /** Positive; the shares of a mixture sum to 1. */
  readonly share: number;
}

/** The atom of largest cost, the first of equal ones. O(entries). */
export function worstAtom(atoms: readonly Atom[], costs: Float64Array): Atom {
  const values = atoms.map(({ plan }) => against(costs, plan));
  return atoms[values.indexOf(Math.max(...values))]!;
}

/** The mixture after a share t of one atom went to a plan, which may be one of the atoms already. */
export function atomsAfter(atoms: readonly Atom[], from: Atom, to: SparsePlan, t: number): readonly Atom[] {
  const known = atoms.find(({ plan }) => isSame(plan, to));
  const changed = atoms.map((atom) => {
    if (atom === from) return { plan: atom.plan, share: atom.share - t };
    return atom === known ? { plan: atom.plan, share: atom.share + t } : atom;
  });
  const kept = changed.filter(({ share }) => share > 0);
  return known ? kept : [...kept, { plan: to, share: t }];
}

function isSame(p: SparsePlan, q: SparsePlan): boolean {
  return (
    p.mass.length === q.mass.length &&
    p.mass.every((mass, e) => mass === q.mass[e] && p.rows[e] === q.rows[e] && p.cols[e] === q.cols[e])
  );
}

/** sum of share times plan. O(entries). */
export function mixedPlan(atoms: readonly Atom[]): SparsePlan {
  const [first] = atoms;
  if (atoms.length === 1) return first!.plan;
  const count = atoms.reduce((sum, { plan }) => sum + plan.mass.length, 0);
  const entries = {
    rows: new Int32Array(count),
    cols: new Int32Array(count),
    mass: new Float64Array(count),
  };
  let at = 0;
  for (const { plan, share } of atoms) {
    entries.rows.set(plan.rows, at);
    entries.cols.set(plan.cols, at);
    for (const mass of plan.mass) entries.mass[at++] = share * mass;
  }
  return sparsePlan(entries, first!.plan.shape);
}
