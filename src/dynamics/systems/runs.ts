import { exponential, logarithm } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";
import { uniforms } from "../../numeric/uniforms.js";
import type { Box } from "../particles.js";
import { reflect } from "../reflect.js";
import { drawDirections } from "./directions.js";

/** What bacteria swim towards: they tumble with the rate lambda - chi v n . grad S, at least 0, on a run along n. */
export interface Attractant {
  /** Writes grad S at each of many points, row-major both. */
  readonly gradient: (points: Float64Array, into: Float64Array) => void;
  /** chi; default: 1. */
  readonly sensitivity?: number;
}

/** Particles on the run; points and directions are written. */
export interface Runners {
  readonly points: Float64Array;
  readonly directions: Float64Array;
  readonly dim: number;
  readonly speed: number;
  readonly rate: number;
  readonly step: number;
  readonly attractant?: Attractant | undefined;
  readonly box?: Box | undefined;
}

/** A function that takes the runners through a micro-step. */
export function runSteps(runners: Runners, random: Random): () => void {
  const { points, directions, dim, speed, rate, step, attractant, box } = runners;
  const uniform = uniforms(random);
  const draw = drawDirections(dim, random);
  const stay = exponential(-rate * step);
  const slopes = attractant && new Float64Array(points.length);
  const pull = (attractant?.sensitivity ?? 1) * speed;
  return () => {
    if (slopes) attractant?.gradient(points, slopes);
    for (let p = 0; p < points.length; p += dim) slopes ? runUphill(p, slopes) : run(p);
  };

  /** A step of the particle at `p`; a tumble is due at time -log(u) / rate, which is beyond the step if u < stay. */
  function run(p: number): void {
    const u = uniform();
    if (u < stay) move(p, step);
    else runOn(p, step, -logarithm(u) / rate);
  }

  function runOn(p: number, time: number, firstTumble: number): void {
    let left = time;
    for (let wait = firstTumble; wait < left; wait = -logarithm(uniform()) / rate) {
      move(p, wait);
      draw(directions, p);
      left -= wait;
    }
    move(p, left);
  }

  function runUphill(p: number, slopes: Float64Array): void {
    let left = step;
    for (let wait = waitUphill(p, slopes); wait < left; wait = waitUphill(p, slopes)) {
      move(p, wait);
      draw(directions, p);
      left -= wait;
    }
    move(p, left);
  }

  function waitUphill(p: number, slopes: Float64Array): number {
    let climb = 0;
    for (let k = p; k < p + dim; k++) climb += directions[k]! * slopes[k]!;
    return -logarithm(uniform()) / Math.max(0, rate - pull * climb);
  }

  function move(p: number, time: number): void {
    const way = speed * time;
    for (let k = 0; k < dim; k++) points[p + k] = points[p + k]! + way * directions[p + k]!;
    if (box) turnRound(p, box);
  }

  function turnRound(p: number, { low, high }: Box): void {
    for (let k = 0; k < dim; k++) {
      const x = points[p + k]!;
      if (x >= low[k]! && x <= high[k]!) continue;
      points[p + k] = reflect(x, low[k]!, high[k]!);
      const mirrors = Math.abs(Math.floor((x - low[k]!) / (high[k]! - low[k]!)));
      if (mirrors % 2 === 1) directions[p + k] = -directions[p + k]!;
    }
  }
}
