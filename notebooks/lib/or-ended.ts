/**
 * What a task comes to, or an error as soon as `until` settles: a cell is computed again only when its last promise has settled, so that a
 * cell which waits for a task that was ended would wait for ever. The runtime drops errors of cells that are out of date.
 */
export function orEnded<Result>(task: Promise<Result>, until: Promise<unknown>): Promise<Result> {
  const ended = until.then((): never => {
    throw new Error("the task was ended, since nobody waits for it any longer");
  });
  return Promise.race([task, ended]);
}
