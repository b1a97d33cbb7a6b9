import { rowView } from "../../src/index.js";
import type { Items } from "../items.js";
import { referenceInfo } from "../lot.js";
import type { CodeCheck, CodeResults, ProgrammeSummary } from "./results.js";
import type { CodeWork } from "./work.js";

/** What a report says of codes. */
export function codeResults(
  work: CodeWork,
  check: CodeCheck,
  loaded: Items,
  known: Items | undefined,
): CodeResults {
  const { space, items, codes } = work;
  return {
    items: items.names.length,
    atoms: atomsInfo(work),
    codes: codeInfos(work),
    explained: explained(codes.squaredErrors, codes.squaredDistances),
    measuredOn: measuredOn(work, loaded, known),
    programmes: programmes(work),
    check,
    reference: referenceInfo(space),
    fidelity: space.fidelity.summary,
  };
}

function atomsInfo({ names, dictionary }: CodeWork): CodeResults["atoms"] {
  return dictionary === undefined
    ? { count: names.length, origin: "given", names }
    : {
        count: names.length,
        origin: "learnt",
        names,
        losses: dictionary.losses,
        status: dictionary.status,
      };
}

/** Shares that are told; all are in shares.csv. */
const LARGEST = 5;

function codeInfos({ items, names, codes }: CodeWork): CodeResults["codes"] {
  return items.names.map((item, i) => {
    const row = rowView(codes.shares, i);
    const used = Array.from(row.keys()).filter((s) => row[s]! > 0);
    const largest = [...used].sort((s, t) => row[t]! - row[s]!).slice(0, LARGEST);
    return {
      item,
      distance: Math.sqrt(codes.squaredErrors[i]!),
      fromMean: Math.sqrt(codes.squaredDistances[i]!),
      used: used.length,
      largest: largest.map((s) => ({ atom: names[s]!, share: row[s]! })),
    };
  });
}

function explained(errors: Float64Array, distances: Float64Array): number {
  const whole = distances.reduce((sum, value) => sum + value, 0);
  const left = errors.reduce((sum, value) => sum + value, 0);
  return whole === 0 ? 1 : 1 - left / whole;
}

function measuredOn({ items, names }: CodeWork, loaded: Items, known: Items | undefined): string {
  const count = `${items.names.length} items`;
  return known === undefined
    ? `the ${count} that the ${names.length} atoms were learnt from; new items are coded less well`
    : `${count}${isAmong(loaded, known) ? ", some of which are in files of the atoms" : ""}; atoms, reference and alignment are of the ${names.length} given ones`;
}

/** Has a file of the one the same bytes as one of the other? */
function isAmong({ inputs }: Items, known: Items): boolean {
  const sums = new Set(known.inputs.map(({ sha256 }) => sha256));
  return inputs.some(({ sha256 }) => sums.has(sha256));
}

function programmes({ codes: { certificates, squaredDistances } }: CodeWork): ProgrammeSummary {
  const mean = squaredDistances.reduce((sum, value) => sum + value, 0) / squaredDistances.length;
  const widest = certificates.reduce((most, { lower, upper }) => Math.max(most, upper - lower), 0);
  return {
    count: certificates.length,
    worstGap: mean > 0 ? widest / mean : widest,
    notConverged: certificates.filter(({ status }) => status !== "converged").length,
  };
}
