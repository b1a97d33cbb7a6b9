import { FormatError, isOtError, MeasureError, type OtError, ShapeError } from "../src/index.js";

/**
 * What `work` gives, with the path of the data put before every sentence that refuses them, unless a loader has
 * named a file already: a reader of the sentence may have started many runs.
 */
export async function onData<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOtError(error) ? placed(error, paths) : error;
  }
}

/** An error of the same class and details; the cause is the one that was caught. */
function placed(error: OtError, paths: readonly string[]): Error {
  const message = `${paths.join(" and ")}: ${error.message}`;
  if (isOtError(error, "MeasureError")) return chained(new MeasureError(message, error.details), error);
  if (isOtError(error, "ShapeError")) return chained(new ShapeError(message, error.details), error);
  if (isOtError(error, "FormatError") && error.details.file === undefined) {
    return new FormatError(message, { ...error.details, file: paths.join(" and "), cause: error });
  }
  return error;
}

function chained(error: Error, cause: Error): Error {
  error.cause = cause;
  return error;
}
