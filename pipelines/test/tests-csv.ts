import { type CsvCell, csvText } from "../csv-text.js";
import type { TestedDifference, TestResults } from "./results.js";

const HEADER = [
  "groups",
  "effect",
  "effect_lower",
  "effect_upper",
  "p_value",
  "p_lower",
  "p_upper",
  "adjusted_p_value",
  "at_least",
  "permutations",
  "exhaustive",
];

/** The test of all groups, then that of each pair, one a row. */
export function testsCsv({ test, pairs }: TestResults): string {
  const rows = [
    numbers("all", test, ""),
    ...pairs.map((pair) => numbers(pair.groups.join(" | "), pair, pair.adjustedPValue)),
  ];
  return csvText(HEADER, rows);
}

function numbers(groups: string, test: TestedDifference, adjusted: number | ""): CsvCell[] {
  const { effect, effectInterval, pValue, pInterval, atLeast, permutations, exhaustive } = test;
  return [
    groups,
    effect,
    ...(effectInterval ?? ["", ""]),
    pValue,
    ...pInterval,
    adjusted,
    atLeast,
    permutations,
    String(exhaustive),
  ];
}
