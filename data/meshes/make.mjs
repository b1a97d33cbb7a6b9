// Writes bunny.ply and teapot.ply from the npm packages bunny and teapot. Run in a folder where they are installed:
//   npm i --no-save bunny@1.0.1 teapot@1.0.0 && node data/meshes/make.mjs
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const MESHES = {
  bunny: "Stanford bunny (Stanford 3D Scanning Repository), reduced; npm package bunny 1.0.1",
  teapot: "Utah teapot (Martin Newell 1975), tessellated; npm package teapot 1.0.0",
};

/** Binary little-endian PLY with float32 coordinates: all vertices and triangles, in their order. */
function ply({ positions, cells }, comment) {
  const header = [
    "ply",
    "format binary_little_endian 1.0",
    `comment ${comment}`,
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
  return Buffer.concat([Buffer.from(header), Buffer.from(body.buffer)]);
}

const require = createRequire(join(process.cwd(), "make.mjs"));
for (const [name, comment] of Object.entries(MESHES)) {
  writeFileSync(new URL(`${name}.ply`, import.meta.url), ply(require(name), comment));
}
