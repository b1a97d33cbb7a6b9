import { type Dictionary, type Matrix, rowView, selectRows, synthesise } from "../../src/index.js";

/** Of a dictionary, for the report. */
export function dictionaryDetails({ settings, training, restarts, kept }: Dictionary) {
  const { loss, atomGradient, weightGradient, steps, status } = restarts[kept]!;
  return {
    atoms: training.size,
    atomsAre: training.atoms,
    epsilon: settings.epsilon,
    rhoBarycenter: finite(settings.rhoBarycenter),
    rhoLoss: finite(settings.rhoLoss),
    loss: settings.loss,
    status,
    meanLoss: loss,
    atomGradient,
    weightGradient,
    steps,
    batch: training.batch,
    learningRate: training.learningRate,
    weightRate: training.weightRate,
    restarts: restarts.length,
    ...(restarts.length > 1 && { endings: counted(restarts.map((restart) => restart.status)) }),
  };
}

/** JSON has no infinity. */
function finite(rho: number): number | string {
  return Number.isFinite(rho) ? rho : "infinite";
}

/** "2 converged, 1 stalled". */
function counted(words: readonly string[]): string {
  const kinds = [...new Set(words)];
  return kinds.map((kind) => `${words.filter((word) => word === kind).length} ${kind}`).join(", ");
}

/** Enough for two digits of a ratio that hardly differs between pixels. */
const MOST_ROWS = 100;

/**
 * Mass of barycentres / mass of the data, over at most 100 of the training rows, evenly spread. An unbalanced loss is least
 * where the barycentre is lighter than the data, by the less the harder masses are held.
 */
export function massRatio(dictionary: Dictionary, data: Matrix): number {
  const count = Math.min(MOST_ROWS, data.rows);
  const some = Int32Array.from({ length: count }, (_, r) => Math.floor((r * data.rows) / count));
  const made = synthesise(dictionary, selectRows(dictionary.weights!, some));
  return massOf(made) / massOf(selectRows(data, some));
}

function massOf(rows: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows.rows; i++) for (const value of rowView(rows, i)) sum += value;
  return sum;
}
