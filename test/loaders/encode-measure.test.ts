import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodeMeasure } from "../../loaders/encode-measure.js";
import { encodeMeasureCsv } from "../../loaders/encode-measure-csv.js";
import { encodePly } from "../../loaders/encode-ply.js";
import { encodePng, pixelMasses } from "../../loaders/encode-png.js";
import { imageMeasure } from "../../loaders/image.js";
import { parseMeasureCsv } from "../../loaders/measure-csv.js";
import { parsePly } from "../../loaders/ply.js";
import { type Measure, measure, moments, totalMass } from "../../src/measure/measure.js";
import { seededRandom } from "../../src/numeric/random.js";
import { expectNear } from "../support/expect-near.js";
import { randomCloud } from "../support/random-measures.js";

/** Doubles of all sizes: the largest, the smallest, and those with the longest texts. */
const EXTREME = measure([1.7976931348623157e308, 5e-324, -1 / 3, 123456789.12345679, 1e21, 0.1], {
  dim: 2,
  weights: [0, 5e-324, 0.30000000000000004],
});

describe.each([1, 2, 3, 4, 11])("a measure in R^%i", (dim) => {
  const mu = randomCloud(seededRandom(dim), 23, dim);

  it("comes back from its CSV bit for bit", () => {
    expect(parseMeasureCsv(encodeMeasureCsv(mu)).measure).toEqual(mu);
  });
});

it.each([1, 2, 3])("a measure in R^%i comes back from its PLY bit for bit", (dim) => {
  const mu = randomCloud(seededRandom(dim), 23, dim);
  const { vertices, weights, count, dim: found, triangles } = parsePly(encodePly(mu));
  expect({ points: vertices, weights, count, dim: found }).toEqual(mu);
  expect(triangles.length).toBe(0);
});

it("four dimensions do not fit a PLY file: a mesh becomes a CSV then", () => {
  const mu = randomCloud(seededRandom(4), 23, 4);
  expect(() => encodePly(mu)).toThrow("these have 4; write a CSV");
  expect(encodeMeasure({ kind: "mesh" }, mu).extension).toBe("csv");
});

it("numbers of every size come back from CSV and PLY", () => {
  expect(parseMeasureCsv(encodeMeasureCsv(EXTREME)).measure).toEqual(EXTREME);
  expect(parsePly(encodePly(EXTREME)).vertices).toEqual(EXTREME.points);
});

it("a file is of the sort of its items", () => {
  const mu = randomCloud(seededRandom(0), 3, 2);
  const csv = new TextEncoder().encode(encodeMeasureCsv(mu));
  expect(encodeMeasure({ kind: "mesh" }, mu)).toEqual({ extension: "ply", bytes: encodePly(mu) });
  expect(encodeMeasure({ kind: "points" }, mu)).toEqual({ extension: "csv", bytes: csv });
  expect(encodeMeasure({ kind: "image", width: 2, height: 2 }, mu)).toEqual({ extension: "csv", bytes: csv });
  expect(encodeMeasure({ kind: "spectrum", quantity: "band" }, mu).extension).toBe("csv");
});

describe("pixels of a measure", () => {
  const size = { width: 4, height: 3 };
  const pixels = [0, 1, 2, 0, 5, 0, 0, 3, 0.5, 0, 4, 0];
  const place = { file: "test", place: "" };

  it("are those of the image that it was made from", () => {
    expect([...pixelMasses(imageMeasure(pixels, size, place), size)]).toEqual(pixels);
  });

  it("keep the sum and the mean place of masses between pixels", () => {
    const random = seededRandom(3);
    const points = Array.from({ length: 20 }, () => [3 * random.uniform(), 2 * random.uniform()]);
    const mu = measure(points, { weights: points.map(() => random.uniform()) });
    const drawn = imageMeasure(pixelMasses(mu, size), size, place);
    const why = "bilinear weights sum to 1 and have the place as their mean, up to rounding";
    expectNear(totalMass(drawn), totalMass(mu), { rtol: 1e-14, why });
    expectNear(moments(drawn).mean, moments(mu).mean, { atol: 1e-14, why });
  });

  it("hold what lies beyond the border at its nearest place", () => {
    const far = measure([-5, 1, 9, 7, 2, -0.5], { dim: 2, weights: [1, 2, 4] });
    expect([...pixelMasses(far, size)]).toEqual([0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 4, 0]);
  });

  it("are a picture in 16 bits of grey, white in the heaviest", () => {
    const { width, height, depth, channels, data } = decode(
      encodePng(imageMeasure(pixels, size, place), size),
    );
    expect({ width, height, depth, channels }).toEqual({ ...size, depth: 16, channels: 1 });
    expect([...data]).toEqual(pixels.map((mass) => Math.round((65535 * mass) / 5)));
  });

  it("need points in the plane and a size", () => {
    const line: Measure = measure([0, 1], { dim: 1 });
    expect(() => encodePng(line, size)).toThrow("these have 1 coordinates; write a CSV");
    const plane = measure([0, 1], { dim: 2 });
    expect(() => encodePng(plane, { width: 0, height: 3 })).toThrow("a picture of 0 x 3 pixels cannot be");
    expect(() => encodePng(plane, { width: 2.5, height: 3 })).toThrow("whole numbers above 0");
  });
});
