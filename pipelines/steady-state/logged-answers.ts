import { createHash } from "node:crypto";
import type { Asking } from "../../src/index.js";
import type { Checkpoint } from "../store/checkpoint.js";
import { turnOfEvents } from "../turn-of-events.js";

/** Answers of a method that asks, kept as they come: a run that was ended asks the same again, and is given them. */
export interface AnswerLog {
  /** Answers that were taken over from an earlier run. */
  readonly reused: () => number;
  /**
   * Runs the method to its end. Between answers the loop of events is free, so that signals are heard.
   *
   * @param name of the questions in the checkpoint; methods that run one after the other need different ones.
   * @param answer of the question number `index`, counted from 0.
   * @throws the reason of the signal once it is aborted: what was answered until then is kept.
   */
  readonly answered: <Question, Result>(
    name: string,
    method: Asking<Question, Result>,
    question: (question: Question) => Float64Array,
    answer: (question: Question, index: number) => Float64Array | Promise<Float64Array>,
  ) => Promise<Result>;
}

export interface LogControl {
  readonly signal?: AbortSignal | undefined;
  /** Told after each answer. */
  readonly onAnswer?: (() => void) | undefined;
}

/** A log whose answers are pieces of the checkpoint, each with the hash of its question: an answer to another one is not taken. */
export function answerLog(checkpoint: Checkpoint, { signal, onAnswer }: LogControl = {}): AnswerLog {
  let reused = 0;
  return {
    reused: () => reused,
    answered: async (name, method, pointOf, answer) => {
      let turn = method.next();
      for (let index = 0; !turn.done; index++) {
        const piece = `${name}-${index}`;
        const asked = hashOf(pointOf(turn.value));
        const kept = await checkpoint.load(piece);
        let value = kept?.facts.asked === asked ? kept.arrays.answer : undefined;
        if (value) reused++;
        else {
          value = await answer(turn.value, index);
          await checkpoint.save(piece, { facts: { asked }, arrays: { answer: value } });
        }
        onAnswer?.();
        await turnOfEvents(signal);
        turn = method.next(value);
      }
      return turn.value;
    },
  };
}

function hashOf(point: Float64Array): string {
  const bytes = new Uint8Array(point.buffer, point.byteOffset, point.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}
