// What the words of ../subset.ts mean in WebAssembly. AssemblyScript, not TypeScript: see CONTRIBUTING.md.

/** Doubles in linear memory; a reference is the address of the first. No bounds are checked. */
@global @unmanaged
class Doubles {
  @inline @operator("[]")
  at(i: i32): f64 {
    return load<f64>(changetype<usize>(this) + (<usize>i << 3));
  }
  @inline @operator("[]=")
  put(i: i32, value: f64): void {
    store<f64>(changetype<usize>(this) + (<usize>i << 3), value);
  }
}
@global @unmanaged
class Ints {
  @inline @operator("[]")
  at(i: i32): i32 {
    return load<i32>(changetype<usize>(this) + (<usize>i << 2));
  }
  @inline @operator("[]=")
  put(i: i32, value: i32): void {
    store<i32>(changetype<usize>(this) + (<usize>i << 2), value);
  }
}

/** Room for one vector behind the last entry. */
const PAD: usize = 16;
/** Entries of 1 GB of doubles. More, or a count that is too large for 32 bits, is an error, which the host knows. */
const MOST: u32 = 1 << 27;

function zeroed(count: i32, shift: usize): usize {
  if (<u32>count >= MOST) unreachable();
  const bytes = (<usize>count << shift) + PAD;
  const address = heap.alloc(bytes);
  memory.fill(address, 0, bytes);
  return address;
}

export function newInts(count: i32): Ints {
  return changetype<Ints>(zeroed(count, 2));
}

export function newDoubles(count: i32): Doubles {
  return changetype<Doubles>(zeroed(count, 3));
}

export function forgetAll(): void {
  heap.reset();
}
@inline
export function toInt(value: f64): i32 {
  return <i32>value;
}

/** Points to a panel: for each panel and coordinate, that coordinate of its points. */
const PANEL: i32 = 4;

export function packed(y: Doubles, m: i32, dim: i32): Doubles {
  const panels = (m + PANEL - 1) / PANEL;
  const out = newDoubles(panels * PANEL * dim);
  for (let j = 0; j < m; j++) {
    const at = (j / PANEL) * PANEL * dim + (j % PANEL);
    for (let k = 0; k < dim; k++) out[at + k * PANEL] = y[j * dim + k];
  }
  return out;
}
@inline
export function address(a: Doubles, i: i32): usize {
  return changetype<usize>(a) + (<usize>i << 3);
}

/** sum + (v - y)^2, or sum + v y. */
@inline
function addTerm(sum: v128, v: v128, y: v128, products: bool): v128 {
  if (products) return f64x2.add(sum, f64x2.mul(v, y));
  const t = f64x2.sub(v, y);
  return f64x2.add(sum, f64x2.mul(t, t));
}

/** Four rows by one panel at a time, in registers: each sum runs over the coordinates in their order. */
@inline
function fourSums(x0: usize, q: usize, m: i32, dim: i32, o: usize, products: bool): void {
  const step = <usize>dim << 3;
  const x1 = x0 + step;
  const x2 = x1 + step;
  const x3 = x2 + step;
  const pitch = <usize>m << 3;
  for (let j = 0; j < m; j += PANEL) {
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    for (let p: usize = 0; p < step; p += 8) {
      const y0 = v128.load(q);
      const y1 = v128.load(q, 16);
      q += 32;
      let v = v128.load64_splat(x0 + p);
      a0 = addTerm(a0, v, y0, products);
      a1 = addTerm(a1, v, y1, products);
      v = v128.load64_splat(x1 + p);
      b0 = addTerm(b0, v, y0, products);
      b1 = addTerm(b1, v, y1, products);
      v = v128.load64_splat(x2 + p);
      c0 = addTerm(c0, v, y0, products);
      c1 = addTerm(c1, v, y1, products);
      v = v128.load64_splat(x3 + p);
      d0 = addTerm(d0, v, y0, products);
      d1 = addTerm(d1, v, y1, products);
    }
    const left = m - j;
    storeUpTo(o, a0, a1, left);
    storeUpTo(o + pitch, b0, b1, left);
    storeUpTo(o + 2 * pitch, c0, c1, left);
    storeUpTo(o + 3 * pitch, d0, d1, left);
    o += 32;
  }
}

@inline
function oneSum(x0: usize, q: usize, m: i32, dim: i32, o: usize, products: bool): void {
  const step = <usize>dim << 3;
  for (let j = 0; j < m; j += PANEL) {
    let a0 = f64x2.splat(0);
    let a1 = a0;
    for (let p: usize = 0; p < step; p += 8) {
      const v = v128.load64_splat(x0 + p);
      a0 = addTerm(a0, v, v128.load(q), products);
      a1 = addTerm(a1, v, v128.load(q, 16), products);
      q += 32;
    }
    storeUpTo(o, a0, a1, m - j);
    o += 32;
  }
}

@inline
function blockSums(x: usize, rows: i32, y: usize, m: i32, dim: i32, out: usize, products: bool): void {
  const step = <usize>dim << 3;
  const pitch = <usize>m << 3;
  let r = 0;
  for (; r + 4 <= rows; r += 4) fourSums(x + r * step, y, m, dim, out + r * pitch, products);
  for (; r < rows; r++) oneSum(x + r * step, y, m, dim, out + r * pitch, products);
}

export function squaredDistances(
  x: Doubles,
  from: i32,
  to: i32,
  y: Doubles,
  first: i32,
  m: i32,
  dim: i32,
  out: Doubles,
  at: i32,
): void {
  blockSums(address(x, from * dim), to - from, address(y, first * dim), m, dim, address(out, at), false);
}

export function dotProducts(x: Doubles, n: i32, y: Doubles, m: i32, dim: i32, out: Doubles): void {
  blockSums(address(x, 0), n, address(y, 0), m, dim, address(out, 0), true);
}

/** Four doubles, or the first `count` of them. */
@inline
function storeUpTo(o: usize, a: v128, b: v128, count: i32): void {
  if (count >= PANEL) {
    v128.store(o, a);
    v128.store(o, b, 16);
  } else {
    store<f64>(o, f64x2.extract_lane(a, 0));
    if (count > 1) store<f64>(o, f64x2.extract_lane(a, 1), 8);
    if (count > 2) store<f64>(o, f64x2.extract_lane(b, 0), 16);
  }
}

export function leastDifference(a: Doubles, at: i32, b: Doubles, bt: i32, count: i32): f64 {
  let p = address(a, at);
  let q = address(b, bt);
  let u = f64x2.splat(Infinity);
  let v = u;
  let t = 0;
  for (; t + 4 <= count; t += 4) {
    u = f64x2.pmin(u, f64x2.sub(v128.load(p), v128.load(q)));
    v = f64x2.pmin(v, f64x2.sub(v128.load(p, 16), v128.load(q, 16)));
    p += 32;
    q += 32;
  }
  u = f64x2.pmin(u, v);
  let least = min(f64x2.extract_lane(u, 0), f64x2.extract_lane(u, 1));
  for (; t < count; t++) {
    const value = load<f64>(p) - load<f64>(q);
    if (value < least) least = value;
    p += 8;
    q += 8;
  }
  return least;
}

export function largest(a: Doubles, at: i32, count: i32): f64 {
  let p = address(a, at);
  let most = -Infinity;
  let t = 0;
  if (count >= 8) {
    let u = f64x2.splat(-Infinity);
    let v = u;
    for (; t + 4 <= count; t += 4) {
      u = f64x2.pmax(u, v128.load(p));
      v = f64x2.pmax(v, v128.load(p, 16));
      p += 32;
    }
    u = f64x2.pmax(u, v);
    most = max(f64x2.extract_lane(u, 0), f64x2.extract_lane(u, 1));
  }
  for (; t < count; t++) {
    const value = load<f64>(p);
    if (value > most) most = value;
    p += 8;
  }
  return most;
}

export function lowerTo(low: Doubles, lt: i32, a: Doubles, at: i32, f: f64, count: i32): void {
  let o = address(low, lt);
  let p = address(a, at);
  const shift = f64x2.splat(f);
  let t = 0;
  for (; t + 2 <= count; t += 2) {
    v128.store(o, f64x2.pmin(v128.load(o), f64x2.sub(v128.load(p), shift)));
    o += 16;
    p += 16;
  }
  if (t < count) {
    const value = load<f64>(p) - f;
    if (value < load<f64>(o)) store<f64>(o, value);
  }
}

export function firstBelow(a: Doubles, at: i32, b: Doubles, bt: i32, from: i32, to: i32, limit: f64): i32 {
  let p = address(a, at + from);
  let q = address(b, bt + from);
  const bound = f64x2.splat(limit);
  let t = from;
  for (; t + 4 <= to; t += 4) {
    const low = f64x2.le(f64x2.sub(v128.load(p), v128.load(q)), bound);
    const high = f64x2.le(f64x2.sub(v128.load(p, 16), v128.load(q, 16)), bound);
    if (v128.any_true(v128.or(low, high))) break;
    p += 32;
    q += 32;
  }
  while (t < to && load<f64>(p) - load<f64>(q) > limit) {
    p += 8;
    q += 8;
    t++;
  }
  return t;
}

export function allBelow(
  a: Doubles,
  at: i32,
  b: Doubles,
  bt: i32,
  from: i32,
  to: i32,
  limit: f64,
  found: Ints,
  most: i32,
): i32 {
  let p = address(a, at + from);
  let q = address(b, bt + from);
  const bound = f64x2.splat(limit);
  let count = 0;
  let t = from;
  for (; t + 4 <= to; t += 4) {
    const low = f64x2.le(f64x2.sub(v128.load(p), v128.load(q)), bound);
    const high = f64x2.le(f64x2.sub(v128.load(p, 16), v128.load(q, 16)), bound);
    p += 32;
    q += 32;
    let mask = i64x2.bitmask(low) | (i64x2.bitmask(high) << 2);
    while (mask != 0) {
      if (count == most) return count;
      found[count++] = t + ctz(mask);
      mask &= mask - 1;
    }
  }
  for (; t < to && count < most; t++) {
    if (load<f64>(p) - load<f64>(q) <= limit) found[count++] = t;
    p += 8;
    q += 8;
  }
  return count;
}
