// What the words of ../products.ts mean in WebAssembly. AssemblyScript, not TypeScript: see CONTRIBUTING.md.
import { address } from "./subset.js";

/** sum + the product of what stands at p and q. */
@inline
function addProduct(sum: v128, p: usize, q: usize): v128 {
  return f64x2.add(sum, f64x2.mul(v128.load(p), v128.load(q)));
}

export function dotProduct(a: Doubles, at: i32, b: Doubles, bt: i32, count: i32): f64 {
  let p = address(a, at);
  let q = address(b, bt);
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t = 0;
  for (; t + 8 <= count; t += 8) {
    s0 = addProduct(s0, p, q);
    s1 = addProduct(s1, p + 16, q + 16);
    s2 = addProduct(s2, p + 32, q + 32);
    s3 = addProduct(s3, p + 48, q + 48);
    p += 64;
    q += 64;
  }
  s0 = f64x2.add(f64x2.add(s0, s2), f64x2.add(s1, s3));
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; t < count; t++) {
    sum += load<f64>(p) * load<f64>(q);
    p += 8;
    q += 8;
  }
  return sum;
}

/** sum + u times what stands at p. */
@inline
function addMultiple(sum: v128, u: v128, p: usize): v128 {
  return f64x2.add(sum, f64x2.mul(u, v128.load(p)));
}

export function addRows(
  out: Doubles,
  ot: i32,
  a: Doubles,
  at: i32,
  entries: i32,
  u: Doubles,
  from: i32,
  rows: i32,
  count: i32,
): void {
  const pitch = <usize>entries << 3;
  let p = address(a, at);
  let q = address(u, from);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    addFour(address(out, ot), p, pitch, q, count);
    p += 4 * pitch;
    q += 32;
  }
  for (; r < rows; r++) {
    addOne(address(out, ot), p, load<f64>(q), count);
    p += pitch;
    q += 8;
  }
}

function addFour(o: usize, p0: usize, pitch: usize, q: usize, count: i32): void {
  let p = p0;
  const u0 = v128.load64_splat(q);
  const u1 = v128.load64_splat(q, 8);
  const u2 = v128.load64_splat(q, 16);
  const u3 = v128.load64_splat(q, 24);
  let t = 0;
  for (; t + 2 <= count; t += 2) {
    const sum = addMultiple(addMultiple(v128.load(o), u0, p), u1, p + pitch);
    v128.store(o, addMultiple(addMultiple(sum, u2, p + 2 * pitch), u3, p + 3 * pitch));
    p += 16;
    o += 16;
  }
  if (t < count) {
    const sum = load<f64>(o) + load<f64>(q) * load<f64>(p) + load<f64>(q, 8) * load<f64>(p + pitch);
    store<f64>(o, sum + load<f64>(q, 16) * load<f64>(p + 2 * pitch) + load<f64>(q, 24) * load<f64>(p + 3 * pitch));
  }
}

function addOne(o: usize, p: usize, factor: f64, count: i32): void {
  const u = f64x2.splat(factor);
  let t = 0;
  for (; t + 2 <= count; t += 2) {
    v128.store(o, addMultiple(v128.load(o), u, p));
    p += 16;
    o += 16;
  }
  if (t < count) store<f64>(o, load<f64>(o) + factor * load<f64>(p));
}

export function scaleBy(a: Doubles, at: i32, b: Doubles, bt: i32, factor: f64, count: i32): void {
  let p = address(a, at);
  let q = address(b, bt);
  const u = f64x2.splat(factor);
  let t = 0;
  for (; t + 2 <= count; t += 2) {
    v128.store(p, f64x2.mul(v128.load(p), f64x2.mul(u, v128.load(q))));
    p += 16;
    q += 16;
  }
  if (t < count) store<f64>(p, load<f64>(p) * (factor * load<f64>(q)));
}

export function clear(a: Doubles, at: i32, count: i32): void {
  memory.fill(address(a, at), 0, <usize>count << 3);
}
