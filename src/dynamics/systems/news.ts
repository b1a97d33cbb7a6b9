import { exponential } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";

/** What a piece of news is worth, and the sub-step it falls into. */
interface NewsSettings {
  readonly goodNews: number;
  readonly badNews: number;
  readonly decay: number;
  readonly length: number;
}

/**
 * One agent from one piece of news to the next over a sub-step: uniform times, in random order of good and bad, decay in
 * between; at an end of (-1, 1) its weight is added to `traded` (buys, sells) and it goes on from 0.
 */
export function newsOfOneAgent({ goodNews, badNews, decay, length }: NewsSettings) {
  let times = new Float64Array(16);
  return (
    start: number,
    ups: number,
    downs: number,
    weight: number,
    traded: [buys: number, sells: number],
    random: Random,
  ): number => {
    let good = ups;
    let x = start;
    let now = 0;
    const count = ups + downs;
    if (times.length < count) times = new Float64Array(2 * count);
    drawTimes(times, count, random);
    for (let e = 0; e < count; e++) {
      x *= exponential(-decay * length * (times[e]! - now));
      now = times[e]!;
      const isGood = random.uniform() * (count - e) < good;
      if (isGood) good--;
      x += isGood ? goodNews : badNews;
      if (x >= 1) traded[0] += weight;
      if (x <= -1) traded[1] += weight;
      if (x >= 1 || x <= -1) x = 0;
    }
    return x * exponential(-decay * length * (1 - now));
  };
}

/** Uniform numbers in increasing order, as shares of the sub-step. Insertion: there are a few. */
function drawTimes(times: Float64Array, count: number, random: Random): void {
  for (let e = 0; e < count; e++) {
    const time = random.uniform();
    let place = e;
    for (; place > 0 && times[place - 1]! > time; place--) times[place] = times[place - 1]!;
    times[place] = time;
  }
}
