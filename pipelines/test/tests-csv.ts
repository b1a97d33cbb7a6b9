import { csvFormatRows } from "d3-dsv";
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
  return `${csvFormatRows([HEADER, ...rows.map((row) => row.map(String))])}\n`;
}

function numbers(groups: string, test: TestedDifference, adjusted: number | ""): (string | number)[] {
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
