import type { Mesh } from "../src/measure/mesh.js";
import { decompressLzf } from "./lzf.js";
import {
  badCoordinate,
  badWeight,
  coordinateColumns,
  type MeshFileOptions,
  onlyColumn,
  type Refuse,
  refusal,
  requirePadding,
  requireRoom,
  requireVertices,
} from "./mesh-file.js";
import { type PcdField, type PcdHeader, type PcdStorage, readPcdHeader } from "./pcd-header.js";
import type { ScalarType } from "./scalar-type.js";
import { type LineReader, lineReader } from "./text-lines.js";

/**
 * Point cloud of a PCD file (Point Cloud Library, version 0.7): text, binary, or binary compressed by LZF.
 *
 * The fields x, y, z (or x, y; or x), in any place, and `weight` where there is one, in double precision; all others are
 * skipped. Points that the library marks as invalid by "nan" are refused, not dropped: removing them is a decision.
 *
 * Not by PCDLoader of three 0.187, which gave: float32 for text and for double fields; NaN for z where there are x and y
 * only; 1 point and no error for a header of 5; a TypeError for a header without DATA.
 *
 * @throws FormatError naming the file and the line or byte.
 *
 * O(file size) time and memory, for compressed files O(decompressed size), at most 88 times as much.
 */
export function parsePcd(bytes: Uint8Array, options: MeshFileOptions = {}): Mesh {
  const refuse: Refuse = refusal("PCD", bytes, options);
  const lines = lineReader(bytes);
  const header = readPcdHeader(lines, refuse);
  requireVertices(header.points, "header", refuse);
  const cloud = emptyCloud(header, refuse);
  BODIES[header.storage]({ bytes, lines, header, cloud, refuse });
  const { vertices, weights, dim } = cloud();
  const rest = { vertices, count: header.points, dim, triangles: new Int32Array(0) };
  return weights ? { ...rest, weights } : rest;
}
