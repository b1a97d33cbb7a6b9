import {
  type ElementType,
  FLOAT32,
  FLOAT64,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
} from "./array-elements.js";

/** How numbers are stored, by the type of their data element. */
export const STORED_TYPES: ReadonlyMap<number, ElementType> = new Map([
  [1, INT8],
  [2, UINT8],
  [3, INT16],
  [4, UINT16],
  [5, INT32],
  [6, UINT32],
  [7, FLOAT32],
  [9, FLOAT64],
  [12, INT64],
  [13, UINT64],
]);

/** Classes of MATLAB whose data are real numbers, by their code. */
export const NUMBER_CLASSES: ReadonlyMap<number, string> = new Map([
  [6, "double"],
  [7, "single"],
  [8, "int8"],
  [9, "uint8"],
  [10, "int16"],
  [11, "uint16"],
  [12, "int32"],
  [13, "uint32"],
  [14, "int64"],
  [15, "uint64"],
]);

/** Classes of MATLAB that are named but not read, by their code. */
export const OTHER_CLASSES: ReadonlyMap<number, string> = new Map([
  [1, "cell"],
  [2, "struct"],
  [3, "object"],
  [4, "char"],
  [5, "sparse"],
  [16, "function"],
  [17, "object"],
]);

/** Objects of MATLAB's newer classes: no dimensions stand before their name. */
export const OPAQUE_CLASS = 17;
