import { describe, expect, it } from "vitest";
import { mirrored } from "../../src/numeric/mirrored.js";
import { nextFork } from "../../src/numeric/next-fork.js";
import { normals } from "../../src/numeric/normals.js";
import { seededRandom } from "../../src/numeric/random.js";
import { randomWords } from "../../src/numeric/random-words.js";
import { uniforms } from "../../src/numeric/uniforms.js";

const pair = (key: number) => [seededRandom(5).fork(key), mirrored(seededRandom(5).fork(key))] as const;

describe("a mirrored stream", () => {
  it("gives -z, 1 - u and n - 1 - i where the stream gives z, u and i, and so do its forks", () => {
    const [stream, mirror] = pair(1);
    for (const [a, b] of [
      [stream, mirror],
      [stream.fork(3), mirror.fork(3)],
    ] as const) {
      for (let n = 0; n < 1000; n++) {
        expect(b.normal()).toBe(-a.normal());
        const [u, v] = [a.uniform(), b.uniform()];
        expect(u + v).toBe(1 - 2 ** -53);
        expect(a.integer(7) + b.integer(7)).toBe(6);
      }
    }
  });

  it("turns streams of single calls around, which differ from call to call", () => {
    const [stream, mirror] = pair(6);
    const first = [nextFork(stream), nextFork(mirror)] as const;
    const second = [nextFork(stream), nextFork(mirror)] as const;
    const normals = first.map((one) => one.normal());
    expect(normals[1]).toBe(-normals[0]!);
    const next = second.map((one) => one.normal());
    expect(next[1]).toBe(-next[0]!);
    expect(next[0]).not.toBe(normals[0]);
  });

  it("turns bulk normals around, all of them", () => {
    const [stream, mirror] = pair(2);
    const [fill, fillMirrored] = [normals(stream), normals(mirror)];
    // a strip in 256 has numbers at its rim, the tail among them: 50,000 meet all branches
    for (const count of [50_000, 7]) {
      const [a, b] = [new Float64Array(count), new Float64Array(count)];
      fill(a);
      fillMirrored(b);
      expect(b).toEqual(a.map((z) => -z));
      if (count > 1000) expect(Math.max(...a)).toBeGreaterThan(3.66); // the tail begins at 3.654
    }
  });

  it("turns bulk words and uniforms around", () => {
    const [a, b] = [new Int32Array(100), new Int32Array(100)];
    const [stream, mirror] = pair(3);
    randomWords(stream)(a, 100);
    randomWords(mirror)(b, 100);
    expect(b).toEqual(a.map((word) => ~word));
    const [other, otherMirror] = pair(4);
    const [u, v] = [uniforms(other), uniforms(otherMirror)];
    for (let n = 0; n < 1000; n++) expect(u() + v()).toBe(1);
  });

  it("comes back when it is mirrored again", () => {
    const stream = seededRandom(8);
    const twice = mirrored(mirrored(seededRandom(8)));
    const [a, b] = [new Float64Array(50), new Float64Array(50)];
    normals(stream)(a);
    normals(twice)(b);
    expect(b).toEqual(a);
    expect(twice.uniform()).toBe(stream.uniform());
  });
});
