import { ShapeError } from "../../errors.js";
import { mobility } from "../laws/agents-steady-law.js";
import { type AgentsOptions, agentsConstants } from "../systems/agents-options.js";
import { wholeSteps } from "../whole-steps.js";
import type { DensityCells } from "./drift-diffusion-cells.js";
import { bernoulli, exchangeRates } from "./exchange.js";

export interface AgentsCellsOptions extends Omit<AgentsOptions, "step" | "subSteps"> {
  /** Odd, so that one has its centre at 0; default: 99. */
  readonly cells?: number;
  /** Of explicit Euler; default: 1e-4. */
  readonly step?: number;
}

/** Of the fit of the end cells, each of which wins two digits or more. */
const TURNS = 10;

export interface AgentsCells extends DensityCells {
  /** R_+ and R_- of a density: the fluxes out of its ends, consistent with the rates of news that they bring about. */
  readonly trades: (density: Float64Array) => readonly [buys: number, sells: number];
}

/**
 * The mean field of `agents` in cells over (-1, 1):
 *
 *   p_t = [(gamma x - c) p]_x + (sigma^2 / 2) p_xx + (R_+ + R_-) delta(x),  p(-1) = p(1) = 0,
 *
 * the diffusion approximation of many agents whose rates of news follow their trades at once; see `agentsLawAt` for c and sigma.
 * Fluxes of Scharfetter and Gummel (the published cells are upwind, with an extra diffusion of |velocity| width / 2), explicit Euler;
 * what leaves at the ends enters at 0, so that mass is kept to rounding.
 *
 * O(cells) a step, which must stay below width^2 / sigma^2.
 *
 * @throws ShapeError unless the number of cells is odd and the step below that bound without trades; `advance` unless the duration is a
 * whole number of steps, the step short enough for the diffusion that trades bring about, and the feedback so that rates of trades and news
 * are finite and not negative.
 */
export function agentsCells({ cells = 99, step = 1e-4, ...options }: AgentsCellsOptions = {}): AgentsCells {
  const constants = agentsConstants(options);
  const { goodNews, badNews, goodRate, badRate, feedback, decay } = constants;
  if (!Number.isSafeInteger(cells) || cells < 3 || cells % 2 === 0) {
    throw new ShapeError(`cells of the agents is ${cells}; it must be an odd number of at least 3`, {
      found: cells,
    });
  }
  const width = 2 / cells;
  const bound = (width * width) / (2 * mobility([0, 0], constants).diffusivity);
  if (!(step > 0 && step < bound)) {
    throw new ShapeError(`step of the agents' cells is ${step}; it must be above 0 and below ${bound}`, {
      found: step,
    });
  }
  const middle = (cells - 1) / 2;
  const endPlace = 1 - width / 4; // half way from the centre of the last cell to the end
  const quiet = goodRate * goodNews ** 2 + badRate * badNews ** 2;
  const centres = Float64Array.from({ length: cells }, (_, i) => -1 + (i + 0.5) * width);
  const faces = Float64Array.from({ length: cells - 1 }, (_, i) => -1 + (i + 1) * width);
  return { centres, width, trades, advance };

  function trades(density: Float64Array): readonly [number, number] {
    let found: readonly [number, number] = [0, 0];
    for (let turn = 0; turn < TURNS; turn++) {
      const last = found;
      const { drift, diffusivity } = mobility(last, constants);
      const out = (velocity: number, inside: number): number => {
        const fit = bernoulli((-velocity * width) / (2 * diffusivity));
        return (fit * inside) / width;
      };
      // R = sigma^2 out with sigma^2 linear in R: two equations; only the fit of the end cells depends on the last R
      const up = out(drift - decay * endPlace, density[cells - 1]!);
      const down = out(-drift - decay * endPlace, density[0]!);
      const rest = 1 - feedback * (up * goodNews ** 2 + down * badNews ** 2);
      if (!(rest > 0)) refuseFeedback(feedback);
      found = [(up * quiet) / rest, (down * quiet) / rest];
      if (Math.min(goodRate + feedback * found[0], badRate + feedback * found[1]) < 0)
        refuseFeedback(feedback);
      if (Math.abs(found[0] - last[0]) + Math.abs(found[1] - last[1]) <= 1e-15) break;
    }
    return found;
  }

  function advance(density: Float64Array, duration: number): Float64Array {
    const moved = density.slice();
    for (let s = wholeSteps(duration, step); s > 0; s--) advanceOnce(moved);
    requireStable(moved, density, step);
    return moved;
  }

  function advanceOnce(density: Float64Array): void {
    const [buys, sells] = trades(density);
    const { drift, diffusivity } = mobility([buys, sells], constants);
    const velocity = faces.map((x) => drift - decay * x);
    const { forth, back } = exchangeRates(velocity, diffusivity, width);
    let entering = -sells;
    for (let i = 0; i < cells; i++) {
      const leaving =
        i === cells - 1 ? buys : forth[i]! * density[i]! * width - back[i]! * density[i + 1]! * width;
      density[i] = density[i]! + (step / width) * (entering - leaving);
      entering = leaving;
    }
    density[middle] = density[middle]! + (step / width) * (buys + sells);
  }
}

function refuseFeedback(feedback: number): never {
  throw new ShapeError(
    `at the feedback ${feedback} of the agents no rates of news and trades belong to this density; take one nearer to 0`,
    { found: feedback },
  );
}

/** Of the largest density, below 0: explicit steps that are too long swing, and soon by much more. */
const SWING = 1e-6;

/** Densities that are positive stay so but for rounding, as long as steps are stable. */
function requireStable(density: Float64Array, before: Float64Array, step: number): void {
  if (before.some((p) => p < 0)) return;
  const largest = density.reduce((most, p) => Math.max(most, p), 0);
  const index = density.findIndex((p) => !(p >= -SWING * largest));
  if (index < 0) return;
  throw new ShapeError(
    `the density of cell ${index} of the agents became ${density[index]}; the step ${step} is too long for the diffusion that trades bring about`,
    { found: step },
  );
}
