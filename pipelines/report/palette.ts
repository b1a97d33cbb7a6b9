import type * as Plot from "@observablehq/plot";
import { naturalOrder } from "../natural-order.js";

/** Petroff 2021 (arXiv:2107.02270): ten colours that stay apart for colour-blind readers, in his order. */
export const COLOURS = [
  "#3f90da",
  "#ffa90e",
  "#bd1f01",
  "#94a4a2",
  "#832db6",
  "#a96b59",
  "#e76300",
  "#b9ac70",
  "#717581",
  "#92dadd",
];
/** Past ten groups the colours come round again with the next shape. */
const SYMBOLS = ["circle", "triangle", "square", "cross"] as const;
/** More groups than this cannot be told apart; the smallest are drawn as one. */
const MAX_GROUPS = COLOURS.length * SYMBOLS.length;
const OTHER_COLOUR = "#c9ced4";

/** How the points of one group are drawn. */
export interface GroupStyle {
  readonly label: string;
  readonly count: number;
  readonly colour: string;
  readonly symbol: Plot.SymbolType;
}

export interface GroupStyles {
  /** In natural order of the labels ("2" before "10"); points without a label and merged groups come last. */
  readonly styles: readonly GroupStyle[];
  readonly styleOf: (label: string | undefined) => GroupStyle;
  /** Groups that share the style "other". */
  readonly merged: number;
}

/** Colour and shape for each label; an absent or empty label is a group of its own, in grey. O(N) time. */
export function groupStyles(labels: readonly (string | undefined)[]): GroupStyles {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label ?? "", (counts.get(label ?? "") ?? 0) + 1);
  const unlabelled = counts.get("") ?? 0;
  counts.delete("");
  const kept = keptGroups(counts);
  const named = kept.map((label, g) => styleAt(label, g, counts.get(label)!));
  const byLabel = new Map(named.map((style) => [style.label, style]));
  const merged = counts.size - kept.length;
  const other = greyStyle(`other (${merged} groups)`, labels.length - unlabelled - total(named));
  const none = counts.size === 0 ? styleAt("items", 0, unlabelled) : greyStyle("no label", unlabelled);
  return {
    styles: [...named, ...(merged > 0 ? [other] : []), ...(unlabelled > 0 ? [none] : [])],
    styleOf: (label) => (label === undefined || label === "" ? none : (byLabel.get(label) ?? other)),
    merged,
  };
}

function keptGroups(counts: ReadonlyMap<string, number>): string[] {
  const order = [...counts.keys()].sort(naturalOrder);
  if (order.length <= MAX_GROUPS) return order;
  const bySize = [...order].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const largest = new Set(bySize.slice(0, MAX_GROUPS));
  return order.filter((label) => largest.has(label));
}

function styleAt(label: string, g: number, count: number): GroupStyle {
  const symbol = SYMBOLS[Math.floor(g / COLOURS.length)]!;
  return { label, count, colour: COLOURS[g % COLOURS.length]!, symbol };
}

function greyStyle(label: string, count: number): GroupStyle {
  return { label, count, colour: OTHER_COLOUR, symbol: "circle" };
}

function total(styles: readonly GroupStyle[]): number {
  return styles.reduce((sum, style) => sum + style.count, 0);
}
