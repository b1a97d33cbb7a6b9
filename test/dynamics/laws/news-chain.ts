import { LuDecomposition, Matrix } from "ml-matrix";

/** Share of the time and trades of one agent whose rates of news are constant. */
interface ChainLaw {
  readonly mean: number;
  readonly variance: number;
  readonly trades: readonly [buys: number, sells: number];
}

/**
 * The stationary law of an agent with the default news, without the diffusion approximation: a Markov chain on the multiples of 0.003
 * in (-1, 1), on which good news are 25 places up and bad news 24 places down, and decay is a step towards 0 at the rate |x| / 0.003.
 */
export function newsChain(goodRate: number, badRate: number): ChainLaw {
  const unit = 0.003;
  const ends = 333;
  const size = 2 * ends + 1;
  const generator = Matrix.zeros(size, size);
  const buys = new Float64Array(size);
  const sells = new Float64Array(size);
  const add = (from: number, to: number, rate: number): void => {
    generator.set(to, from, generator.get(to, from) + rate);
    generator.set(from, from, generator.get(from, from) - rate);
  };
  for (let i = 0; i < size; i++) {
    const place = i - ends;
    const up = i + 25 < size;
    const down = i - 24 >= 0;
    add(i, up ? i + 25 : ends, goodRate);
    add(i, down ? i - 24 : ends, badRate);
    if (!up) buys[i] = goodRate;
    if (!down) sells[i] = badRate;
    if (place !== 0) add(i, i - Math.sign(place), Math.abs(place));
  }
  for (let i = 0; i < size; i++) generator.set(0, i, 1); // one balance follows from the others: total mass 1 instead
  const right = Matrix.zeros(size, 1);
  right.set(0, 0, 1);
  const law = new LuDecomposition(generator).solve(right).to1DArray();
  const integral = (value: (i: number) => number): number => law.reduce((sum, p, i) => sum + p * value(i), 0);
  const mean = integral((i) => unit * (i - ends));
  return {
    mean,
    variance: integral((i) => (unit * (i - ends)) ** 2) - mean * mean,
    trades: [integral((i) => buys[i]!), integral((i) => sells[i]!)],
  };
}

/** The law of very many agents with feedback g: the rates of news are those of its trades, to 1e-4 of them for g = 38. */
export function newsChainWithFeedback(feedback: number): ChainLaw {
  let law = newsChain(20, 20);
  for (let turn = 0; turn < 6; turn++) {
    law = newsChain(20 + feedback * law.trades[0], 20 + feedback * law.trades[1]);
  }
  return law;
}
