import { encode } from "fast-png";
import { seededRandom } from "../../src/index.js";
import { matBytes } from "../loaders/mat-bytes.js";

/** Files that a reader of a page is said to have, by their paths in the folder where its examples run. */
export function givenFiles(page: string): Readonly<Record<string, string | Uint8Array>> {
  return (GIVEN[page] ?? nothing)();
}

type Files = Readonly<Record<string, string | Uint8Array>>;

const nothing = (): Files => ({});

const GIVEN: Readonly<Record<string, () => Files>> = {
  "docs/first-steps.md": cells,
  "docs/hyperspectral.md": scene,
};

const [CELLS, PLACES] = [24, 40];

/** Places found in two dozen cells, round ones and long ones, a file each. */
function cells(): Files {
  const random = seededRandom(1);
  const cell = (n: number) => {
    const [kind, width, height] = n % 2 === 0 ? ["round", 1, 1] : ["long", 1.8, 0.6];
    const rows = Array.from(
      { length: PLACES },
      () => `${(width * random.normal()).toFixed(3)},${(height * random.normal()).toFixed(3)}\n`,
    );
    return [`cells/${kind}/${String(n).padStart(2, "0")}.csv`, `x,y\n${rows.join("")}`] as const;
  };
  return Object.fromEntries(Array.from({ length: CELLS }, (_, n) => cell(n)));
}

const SCENE = { height: 12, width: 10, bands: 8 };

/** A small image of two halves, each of its own spectrum, as ENVI and MATLAB files, with its ground truth. */
function scene(): Files {
  const { height, width, bands } = SCENE;
  const truth = Uint8Array.from({ length: height * width }, (_, place) =>
    place % width < width / 2 ? 1 : 2,
  );
  const value = (place: number, band: number) =>
    2 + (place % 3) + (Math.abs(band - (truth[place] === 1 ? 2 : 5)) < 2 ? 20 : 0);
  const pixels = Array.from({ length: height * width }, (_, place) => place);
  const numbers = Float32Array.from(
    pixels.flatMap((place) => Array.from({ length: bands }, (_, band) => value(place, band))),
  );
  const header = `ENVI\nsamples = ${width}\nlines = ${height}\nbands = ${bands}\nheader offset = 0\ndata type = 4\ninterleave = bip\nbyte order = 0\n`;
  return {
    "scene.hdr": header,
    "scene.img": new Uint8Array(numbers.buffer),
    "scene.mat": matBytes([{ name: "scene", shape: [height, width, bands], data: cubeColumns(value) }]),
    "truth.mat": matBytes([
      { name: "truth", shape: [height, width], data: columns((place) => truth[place]!) },
    ]),
    "truth.png": encode({ width, height, data: truth, channels: 1, depth: 8 }),
  };
}

/** MATLAB keeps images column by column. */
function columns(value: (place: number) => number): Uint8Array {
  const { height, width } = SCENE;
  return Uint8Array.from({ length: height * width }, (_, n) =>
    value((n % height) * width + Math.floor(n / height)),
  );
}

function cubeColumns(value: (place: number, band: number) => number): Uint8Array {
  const planes = Array.from({ length: SCENE.bands }, (_, band) => columns((place) => value(place, band)));
  return Uint8Array.from(planes.flatMap((plane) => [...plane]));
}
