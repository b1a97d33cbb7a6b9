import { describe, expect, it } from "vitest";
import { parseMeasureCsv } from "../../loaders/measure-csv.js";
import { FormatError } from "../../src/errors.js";

describe("parseMeasureCsv", () => {
  it("gives each of n points the mass 1/n where there are no weights", () => {
    const { measure, warnings } = parseMeasureCsv("x,y\n1,2\n3,4\n1,2\n0,0\n");
    expect(measure.dim).toBe(2);
    expect([...measure.points]).toEqual([1, 2, 3, 4, 1, 2, 0, 0]);
    expect([...measure.weights]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(warnings).toEqual([]);
  });

  it("gives each point mass 1 with unitMass, but never in place of weights", () => {
    const unit = { unitMass: true };
    expect([...parseMeasureCsv("x\n1\n2\n", unit).measure.weights]).toEqual([1, 1]);
    expect([...parseMeasureCsv("x,weight\n1,3\n2,0\n", unit).measure.weights]).toEqual([3, 0]);
  });

  it("keeps the mass of a weight column, zeros included", () => {
    const { measure } = parseMeasureCsv("weight,z,y,x\n0,3,2,1\n5,6,5,4\n");
    expect([...measure.points]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...measure.weights]).toEqual([0, 5]);
  });

  it("orders x1..xd by number and reads a single point", () => {
    const header = Array.from({ length: 11 }, (_, k) => `x${11 - k}`).join(",");
    const cells = Array.from({ length: 11 }, (_, k) => 11 - k).join(",");
    const { measure } = parseMeasureCsv(`${header}\n${cells}\n`);
    expect([...measure.points]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...measure.weights]).toEqual([1]);
  });

  it("takes x0..x(d-1) whole, not from x1", () => {
    expect(parseMeasureCsv("x0,x1,x2\n1,2,3\n").measure.dim).toBe(3);
  });

  it("names the columns that it passes over", () => {
    const { measure, warnings } = parseMeasureCsv("time,x,y\n0,1,2\n", { file: "cells.csv" });
    expect(measure.dim).toBe(2);
    expect(warnings).toEqual([
      'cells.csv: not used as coordinates or weight: "time" (all rows are one measure; in a dataset, a column named item ' +
        "says which rows belong together)",
    ]);
  });

  it("takes the chosen columns in the chosen order, and a chosen weight as a coordinate", () => {
    const { measure } = parseMeasureCsv("x,y,charge,weight\n1,2,3,4\n", {
      coords: ["charge", "x", "weight"],
    });
    expect([...measure.points]).toEqual([3, 1, 4]);
    expect([...measure.weights]).toEqual([1]);
  });

  it("takes coordinates and masses too small for a double for 0, the double nearest to them", () => {
    const { measure } = parseMeasureCsv("x,weight\n1e-400,1\n2,1e-400\n");
    expect([...measure.points]).toEqual([0, 2]);
    expect([...measure.weights]).toEqual([1, 0]);
  });

  it("takes numbers for names of columns where they are chosen", () => {
    const { measure } = parseMeasureCsv("0,1,2\n5,6,7\n", { coords: ["2", "0"] });
    expect([...measure.points]).toEqual([7, 5]);
  });

  it.each([
    ["time,day,phate1\n0,1,2\n", {}, 'no coordinates recognised among the columns "time", "day", "phate1"'],
    ["x,z\n0,1\n", {}, "no coordinates recognised"],
    ["x1,x3\n0,1\n", {}, "no coordinates recognised"],
    ["x,y,x1,x2\n0,1,2,3\n", {}, "no coordinates recognised"],
    ["0.5,1.5\n0,1\n", {}, "put a line with names above it"],
    ["0,0\n1,1\n", {}, "put a line with names above it"],
    ["x;y\n0;1\n", {}, "separated by semicolons"],
    ["x,y\n0,1\n", { coords: ["x", "q"] }, 'no column "q"; the columns are "x", "y"'],
    ["x,y\n0,1\n", { coords: ["x", "x"] }, "chosen twice"],
    ["x,y\n0,1\n", { coords: [] }, "no coordinate column is chosen"],
    ["x,y\n0,nan\n", {}, 'f.csv, line 2, column "y": "nan" is not a finite number'],
    ["x,weight\n0,-1\n", {}, 'f.csv, line 2, column "weight": -1 is negative'],
    ["x,weight\n0,0\n", {}, "f.csv: all weights are 0"],
    ["x,weight\n0,1e-400\n", {}, "f.csv: all weights are 0"],
    ["x\n1e400\n", {}, '"1e400" is not a finite number'],
    ["item,x\na,0\nb,1\n", {}, "load it as a dataset"],
  ])("refuses %j with %j", (text, options, words) => {
    expect(() => parseMeasureCsv(text, { ...options, file: "f.csv" })).toThrow(FormatError);
    expect(() => parseMeasureCsv(text, { ...options, file: "f.csv" })).toThrow(words);
  });

  it("says of a table of spectra what reads it", () => {
    const header = Array.from({ length: 40 }, (_, k) => `${900 + 2 * k} nm`).join(",");
    expect(() => parseMeasureCsv(`octane,${header}\n${"0,".repeat(40)}0\n`)).toThrow("parseSpectraCsv");
  });
});
