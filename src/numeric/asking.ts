/**
 * A method that asks for values instead of calling a function: it yields a question, is sent the answer, and returns its result.
 *
 * So one text serves every caller: one that answers at once, one that waits for another thread, one that answers from a log of
 * an earlier run (the questions depend on nothing but the answers, so that a run is repeated from its log to the last bit).
 */
export type Asking<Question, Result> = Generator<Question, Result, Float64Array>;

/** Runs a method to its end, every question answered by a function. */
export function answered<Question, Result>(
  method: Asking<Question, Result>,
  answer: (question: Question) => Float64Array,
): Result {
  let turn = method.next();
  while (!turn.done) turn = method.next(answer(turn.value));
  return turn.value;
}
