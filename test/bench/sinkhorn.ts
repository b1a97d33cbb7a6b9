/**
 * sinkhorn next to POT's sinkhorn_stabilized, sinkhorn_log and sinkhorn_knopp, to the same L1 marginal error.
 *
 *   node node_modules/.bench/test/bench/sinkhorn.js [NAMES] [--large] [--list]
 *
 * NAMES: parts of names of cases, default all. --large: clouds that POT has no memory for, ours only.
 *
 * Every case runs in processes of its own, one of ours and one of POT's, which take turns. Times are processor times of
 * all threads; ours include the certificate, POT's the cost matrix. POT's solvers are stopped after about half a minute.
 */
import { exit, stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { CASES, LARGE } from "./sinkhorn/cases.js";
import { potVersion, runRounds } from "./sinkhorn/rounds.js";
import { head, rowLine } from "./sinkhorn/table.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: "boolean", default: false }, list: { type: "boolean", default: false } },
});
const wanted = (values.large ? LARGE : CASES).filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (wanted.length === 0) {
  stderr.write(`no case is named like ${positionals.join(", ")}; --list names them\n`);
  exit(2);
}

if (values.list) stdout.write(`${wanted.map(({ name }) => name).join("\n")}\n`);
else {
  const version = await potVersion();
  stdout.write(version === undefined ? "POT is not there: our columns only\n\n" : `POT ${version}\n\n`);
  stdout.write(head());
  for (const one of wanted) stdout.write(rowLine(one, await runRounds(one, version !== undefined)));
}
