/**
 * A clock, in milliseconds, that goes on while this process computes: it stands still where the process is stopped for a while (Ctrl-Z), and
 * where others have the processor. Between two calls goes the time that has passed, or that of the processor where this is less.
 */
export function busyClock(): () => number {
  let before = times();
  let busy = 0;
  return () => {
    const now = times();
    busy += Math.min(now.passed - before.passed, now.computed - before.computed);
    before = now;
    return busy;
  };
}

function times() {
  const { user, system } = process.cpuUsage();
  return { passed: performance.now(), computed: (user + system) / 1000 };
}
