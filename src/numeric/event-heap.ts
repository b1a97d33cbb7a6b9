/** Binary heap of numbered events by key, least first, in which the key of an event may be lowered. */
export interface EventHeap {
  readonly keys: Float64Array;
  readonly events: Int32Array;
  /** Place of each event, -1 if it is not there. */
  readonly places: Int32Array;
  size: number;
}

export function emptyHeap(events: number): EventHeap {
  return {
    keys: new Float64Array(events),
    events: new Int32Array(events),
    places: new Int32Array(events).fill(-1),
    size: 0,
  };
}

/** Puts an event in, or lowers its key; a key that is not lower changes nothing. */
export function schedule(heap: EventHeap, event: number, key: number): void {
  const { keys, events, places } = heap;
  let p = places[event]!;
  if (p < 0) p = heap.size++;
  else if (keys[p]! <= key) return;
  while (p > 0) {
    const above = (p - 1) >> 1;
    if (keys[above]! <= key) break;
    keys[p] = keys[above]!;
    events[p] = events[above]!;
    places[events[p]!] = p;
    p = above;
  }
  keys[p] = key;
  events[p] = event;
  places[event] = p;
}

/** Takes the event of least key out. The heap must not be empty. */
export function takeFirst(heap: EventHeap): number {
  const { keys, events, places } = heap;
  const first = events[0]!;
  places[first] = -1;
  const size = --heap.size;
  if (size === 0) return first;
  const key = keys[size]!;
  const event = events[size]!;
  let p = 0;
  for (let q = 1; q < size; q = 2 * p + 1) {
    if (q + 1 < size && keys[q + 1]! < keys[q]!) q++;
    if (keys[q]! >= key) break;
    keys[p] = keys[q]!;
    events[p] = events[q]!;
    places[events[p]!] = p;
    p = q;
  }
  keys[p] = key;
  events[p] = event;
  places[event] = p;
  return first;
}

/** Takes all events out. */
export function clearHeap(heap: EventHeap): void {
  for (let p = 0; p < heap.size; p++) heap.places[heap.events[p]!] = -1;
  heap.size = 0;
}
