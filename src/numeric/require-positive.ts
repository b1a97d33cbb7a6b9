import { ShapeError } from "../errors.js";

/** @throws ShapeError unless the value is a positive number. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new ShapeError(`${name} is ${value}; it must be a positive number`, { found: value });
  }
}
