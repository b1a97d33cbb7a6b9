/** Mixture (1 - t) a + t b of two colours in #rrggbb, channel by channel; t in 0 .. 1. */
export function mix(a: string, b: string, t: number): string {
  const channels = [1, 3, 5].map((at) => {
    const from = Number.parseInt(a.slice(at, at + 2), 16);
    const to = Number.parseInt(b.slice(at, at + 2), 16);
    return Math.round(from + t * (to - from));
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
