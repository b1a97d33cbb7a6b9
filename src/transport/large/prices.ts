import type { Auction, AuctionKind, Level } from "./auction.js";
import { priceTree, setGradients } from "./build-tree.js";
import { emptyCandidates, sampledSpacing } from "./candidates.js";
import { type Cloud, coarseCloud, levelDepths } from "./clouds.js";
import { emptyFlow, type Flow } from "./flow.js";
import type { PriceTree } from "./price-tree.js";
import { emptyHits, nearest } from "./queries.js";
import type { WorkBudget } from "./work-budget.js";

/** Columns per candidate list. */
const PITCH = 16;
/** Increments are divided by this from one phase to the next. */
const EPSILON_STEP = 4;
/**
 * Where a phase needs too many bids, the increments are too small for what the prices have still to go (clusters far
 * from each other, of different mass): they are raised by this, up to a part of the largest costs, which are of size 1.
 */
const EPSILON_RAISE = 256;
const HIGHEST_EPSILON = 0.25;
/** After so many phases with too many bids on a level its prices are taken as they are. */
const MOST_FAILURES = 4;
/** First increments of the coarsest level and of the others, in units of the spacing. */
const FIRST_EPSILON = { coarsest: 64, finer: 4 } as const;
/** Last increments of the coarse levels; the finest level has those of its kind of auction. */
const LAST_COARSE_EPSILON = 0.5;

/** Near-optimal prices of the target points, and the flow that made them. */
export interface Start {
  /** Over the target points, with these prices and gradients that fit them. */
  readonly tree: PriceTree;
  /** Mean step in cost from one column to the next as a row sees them. */
  readonly spacing: number;
  /** The flow of the last auction: near-optimal, and not quite all that is to be sent. */
  readonly flow: Flow;
}

/** What one level tells the next. */
interface Solved extends Start {
  readonly source: Cloud;
  readonly images: Float64Array;
}

/**
 * Near-optimal prices by auctions with falling increments, from coarse clusters of both clouds to the points.
 *
 * A heuristic: nothing is proved here. Every phase is run to its end, or nearly so: the last rows without a column
 * carry the level of the prices. 50 to 150 bids per row in the plane, O(n + m) memory.
 * Bertsekas 1988; Mérigot 2011, section 4.
 */
export function startPrices(source: Cloud, target: Cloud, kind: AuctionKind, budget: WorkBudget): Start {
  let solved: Solved | undefined;
  for (const depth of levelDepths(Math.min(source.count, target.count))) {
    const coarse = { source: coarseCloud(source, depth), target: coarseCloud(target, depth) };
    solved = solveLevel(coarse.source, coarse.target, kind, budget, solved, LAST_COARSE_EPSILON);
  }
  return solveLevel(source, target, kind, budget, solved, kind.lastEpsilon);
}

function solveLevel(
  source: Cloud,
  target: Cloud,
  kind: AuctionKind,
  budget: WorkBudget,
  coarser: Solved | undefined,
  lastEpsilon: number,
): Solved {
  const { dim } = target;
  const prices = new Float64Array(target.count);
  const partners = target.points.slice();
  if (coarser) extendPrices(coarser, target, prices, partners);
  const tree = priceTree(target.points, dim, prices);
  setGradients(tree, partners);
  const pitch = Math.min(target.count, PITCH);
  const spacing = sampledSpacing(tree, source.points, pitch);
  const lists = emptyCandidates(source.count, pitch, (spacing * pitch) / 2);
  const level: Level = { source, target, tree, lists, budget };
  const auction = kind.start(level);
  const first = (coarser ? FIRST_EPSILON.finer : FIRST_EPSILON.coarsest) * spacing;
  runPhases(level, auction, partners, first, lastEpsilon * spacing);
  const images = source.points.slice();
  auction.imagesInto(images);
  const flow = emptyFlow(source.count, target.count);
  auction.flowInto(flow);
  return { source, tree, images, spacing, flow };
}

function runPhases(
  level: Level,
  auction: Auction,
  partners: Float64Array,
  first: number,
  last: number,
): void {
  const { tree, lists, budget } = level;
  let epsilon = first;
  let failures = 0;
  while (budget.ended() === undefined) {
    lists.ages.fill(0);
    const served = auction.runPhase(epsilon);
    auction.partnersInto(partners);
    recentre(tree.prices);
    setGradients(tree, partners);
    if (!served && ++failures === MOST_FAILURES) return;
    if (!served && epsilon < HIGHEST_EPSILON) epsilon = Math.min(EPSILON_RAISE * epsilon, HIGHEST_EPSILON);
    else if (epsilon <= last) return;
    else epsilon = Math.max(epsilon / EPSILON_STEP, last);
  }
}

/** Takes the mean off: a common offset would cost digits and has no meaning. */
function recentre(prices: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < prices.length; j++) sum += prices[j]!;
  const mean = sum / prices.length;
  for (let j = 0; j < prices.length; j++) prices[j]! -= mean;
}

/** Prices for finer target points by two c-transforms of the coarse ones; partners are their minimisers. */
function extendPrices(coarser: Solved, target: Cloud, prices: Float64Array, partners: Float64Array): void {
  const { source, tree, images } = coarser;
  const { dim } = target;
  const hits = emptyHits(1);
  const potentials = new Float64Array(source.count);
  for (let i = 0; i < source.count; i++) {
    nearest(tree, source.points, i, hits);
    potentials[i] = hits.values[0]!;
  }
  const back = priceTree(source.points, dim, potentials);
  setGradients(back, images);
  for (let j = 0; j < target.count; j++) {
    nearest(back, target.points, j, hits);
    prices[j] = hits.values[0]!;
    const i = hits.indices[0]! * dim;
    for (let k = 0; k < dim; k++) partners[j * dim + k] = source.points[i + k]!;
  }
}
