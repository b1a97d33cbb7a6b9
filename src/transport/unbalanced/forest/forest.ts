/** Trees of arcs between nodes; a node without arc is a tree too. Changed in place. */
export interface Forest {
  readonly neighbours: number[][];
  /** Tree of each node. */
  readonly treeOf: Int32Array;
  /** Nodes of each tree. */
  readonly trees: Map<number, number[]>;
}

export function emptyForest(nodes: number): Forest {
  return {
    neighbours: Array.from({ length: nodes }, () => []),
    treeOf: Int32Array.from({ length: nodes }, (_, v) => v),
    trees: new Map(Array.from({ length: nodes }, (_, v) => [v, [v]])),
  };
}

/** Adds an arc between two trees, which become the tree of v. O(nodes of the tree of w). */
export function join({ neighbours, treeOf, trees }: Forest, v: number, w: number): void {
  const kept = treeOf[v]!;
  const other = treeOf[w]!;
  neighbours[v]!.push(w);
  neighbours[w]!.push(v);
  const nodes = trees.get(kept)!;
  for (const node of trees.get(other)!) {
    treeOf[node] = kept;
    nodes.push(node);
  }
  trees.delete(other);
}

/** Takes an arc away; the side of w becomes a tree of the given new name. O(nodes of the tree). */
export function cut(forest: Forest, v: number, w: number, name: number): void {
  const { neighbours, treeOf, trees } = forest;
  remove(neighbours[v]!, w);
  remove(neighbours[w]!, v);
  const side = [w];
  treeOf[w] = name;
  for (const node of side) {
    for (const next of neighbours[node]!) {
      if (treeOf[next] === name) continue;
      treeOf[next] = name;
      side.push(next);
    }
  }
  const old = treeOf[v]!;
  trees.set(
    old,
    trees.get(old)!.filter((node) => treeOf[node] === old),
  );
  trees.set(name, side);
}

function remove(list: number[], value: number): void {
  list[list.indexOf(value)] = list.at(-1)!;
  list.pop();
}

/** The nodes of a tree from its root on, each after its parent; parents of others than the root are written to `parent`. */
export function fromRoot({ neighbours }: Forest, root: number, parent: Int32Array): number[] {
  const order = [root];
  parent[root] = -1;
  for (const v of order) {
    for (const w of neighbours[v]!) {
      if (w === parent[v]) continue;
      parent[w] = v;
      order.push(w);
    }
  }
  return order;
}
