/**
 * Exact transport next to POT's ot.dist + ot.emd: the table of docs/exact-transport.md.
 *
 *   npm run bench:exact -- [NAMES] [--data FOLDER] [--slow] [--json FILE] [--page FILE] [--list]
 *
 * NAMES: parts of names of cases, default all. --data: a folder with MNIST's images, without which that case is left
 * out. --slow: POT too where it takes minutes and up to 16 GB. --page: writes the table between the marks of a page.
 *
 * Every case runs in processes of its own, one of ours and one of POT's, which take turns: so peak memory is the
 * case's own, and both see the same load of the machine. Times are processor times of the solve, of all threads;
 * ours include the certificate, POT has none.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { exit, stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { CASES } from "./exact/cases.js";
import { potVersion, runRounds } from "./exact/rounds.js";
import { markdownTable, type Row, rowOf, sentence, withTable } from "./exact/table.js";

const USAGE = `npm run bench:exact -- [NAMES] [--data FOLDER] [--slow] [--json FILE] [--page FILE] [--list]

  NAMES          parts of names of cases, default all
  --data FOLDER  MNIST's images, without which that case is left out
  --slow         POT too where it takes minutes and up to 16 GB
  --json FILE    writes the rows
  --page FILE    writes the table between the marks of a page
  --list         names the cases and measures nothing

POT is Debian's python3-pot.
`;

function refuse(why: string): never {
  stderr.write(`${why}\n\n${USAGE}`);
  exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: "string" },
        slow: { type: "boolean", default: false },
        json: { type: "string" },
        page: { type: "string" },
        list: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  stdout.write(USAGE);
  exit(0);
}

const unknown = positionals.filter((part) => !CASES.some(({ name }) => name.includes(part)));
if (unknown.length > 0) {
  refuse(
    `no case is named like ${unknown.join(", ")}; there are ${CASES.map(({ name }) => name).join(", ")}`,
  );
}
const wanted = CASES.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
).filter(({ name }) => name !== "mnist" || values.data !== undefined || positionals.length > 0);

async function measureAll(): Promise<Row[]> {
  const version = await potVersion();
  stdout.write(version === undefined ? "POT is not there: our column only\n" : `POT ${version}\n`);
  const rows: Row[] = [];
  for (const one of wanted) {
    const withPot = version !== undefined && one.potRuns > 0 && (values.slow || !one.slow);
    const row = rowOf(one, await runRounds(one, values.data, withPot));
    stdout.write(`${sentence(row)}\n`);
    rows.push(row);
  }
  return rows;
}

if (values.list) stdout.write(`${wanted.map(({ name }) => name).join("\n")}\n`);
else {
  const rows = await measureAll();
  const table = markdownTable(rows);
  stdout.write(`\n${table}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  if (values.page !== undefined)
    writeFileSync(values.page, withTable(readFileSync(values.page, "utf8"), table));
}
