import {
  ConvergenceError,
  FormatError,
  isOtError,
  MeasureError,
  ShapeError,
  SimulatorError,
} from "../errors.js";
import type { Certificate } from "../numeric/certificate.js";

/** An error as a plain record: a message between threads keeps the text of an error, but not its class and fields. */
export type Failure =
  | { readonly kind: "MeasureError"; readonly message: string; readonly details: MeasureError["details"] }
  | { readonly kind: "ShapeError"; readonly message: string; readonly details: ShapeError["details"] }
  | { readonly kind: "FormatError"; readonly message: string; readonly details: FormatError["details"] }
  | { readonly kind: "ConvergenceError"; readonly message: string; readonly certificate: Certificate }
  | { readonly kind: "SimulatorError"; readonly message: string; readonly details: SimulatorError["details"] }
  | { readonly kind: "other"; readonly name: string; readonly message: string; readonly stack: string };

export function failureOf(error: unknown): Failure {
  if (isOtError(error, "MeasureError")) {
    return { kind: error.tag, message: error.message, details: error.details };
  }
  if (isOtError(error, "ShapeError")) {
    return { kind: error.tag, message: error.message, details: error.details };
  }
  if (isOtError(error, "FormatError")) {
    const { cause, ...details } = error.details;
    return { kind: error.tag, message: error.message, details: { ...details, cause: textOf(cause) } };
  }
  if (isOtError(error, "ConvergenceError")) {
    return { kind: error.tag, message: error.message, certificate: error.certificate };
  }
  if (isOtError(error, "SimulatorError")) {
    const { cause, ...details } = error.details;
    return { kind: error.tag, message: error.message, details: { ...details, cause: textOf(cause) } };
  }
  if (error instanceof Error) {
    return { kind: "other", name: error.name, message: error.message, stack: error.stack ?? "" };
  }
  return { kind: "other", name: "Error", message: String(error), stack: "" };
}

function textOf(cause: unknown): string | undefined {
  return cause === undefined ? undefined : String(cause);
}

/** An error of the class and with the fields that it had in the other thread. */
export function errorOf(failure: Failure): Error {
  if (failure.kind === "MeasureError") return new MeasureError(failure.message, failure.details);
  if (failure.kind === "ShapeError") return new ShapeError(failure.message, failure.details);
  if (failure.kind === "FormatError") return new FormatError(failure.message, failure.details);
  if (failure.kind === "ConvergenceError") return new ConvergenceError(failure.message, failure.certificate);
  if (failure.kind === "SimulatorError") return new SimulatorError(failure.message, failure.details);
  const error = new Error(failure.message);
  error.name = failure.name;
  if (failure.stack !== "") error.stack = failure.stack;
  return error;
}
