/** Arcs worth pricing: source node, target node (counted from n) and cost, in parallel arrays. */
export interface ArcList {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly cost: Float64Array;
  length: number;
}

/** Arcs for each point: 30 leave room for what full scans add to the first 10 or so. */
const ARCS_PER_POINT = 30;

/** O(n + m) memory. */
export function emptyArcs(points: number): ArcList {
  const room = ARCS_PER_POINT * points;
  return {
    source: new Int32Array(room),
    target: new Int32Array(room),
    cost: new Float64Array(room),
    length: 0,
  };
}

/** Appends an arc, or does nothing when the list is full: full scans find it again. */
export function addArc(arcs: ArcList, source: number, target: number, cost: number): void {
  const e = arcs.length;
  if (e === arcs.cost.length) return;
  arcs.source[e] = source;
  arcs.target[e] = target;
  arcs.cost[e] = cost;
  arcs.length = e + 1;
}
