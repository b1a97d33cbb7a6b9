// Writes bunny.ply from the npm package bunny. Run in a folder where it is installed:
//   npm i --no-save bunny@1.0.1 && node data/meshes/make.mjs
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { positions, cells } = createRequire(join(process.cwd(), "make.mjs"))("bunny");

const header = [
  "ply",
  "format binary_little_endian 1.0",
  "comment Stanford bunny (Stanford 3D Scanning Repository), reduced; npm package bunny 1.0.1",
  `element vertex ${positions.length}`,
  "property float x",
  "property float y",
  "property float z",
  `element face ${cells.length}`,
  "property list uchar int vertex_indices",
  "end_header",
  "",
].join("\n");

const body = new DataView(new ArrayBuffer(12 * positions.length + 13 * cells.length));
let at = 0;
for (const position of positions) {
  for (const x of position) {
    body.setFloat32(at, x, true);
    at += 4;
  }
}
for (const cell of cells) {
  body.setUint8(at++, cell.length);
  for (const vertex of cell) {
    body.setInt32(at, vertex, true);
    at += 4;
  }
}
writeFileSync(
  new URL("bunny.ply", import.meta.url),
  Buffer.concat([Buffer.from(header), Buffer.from(body.buffer)]),
);
