import { transport } from "./transport.ts";

/**
 * The heavy work of the notebooks by name: functions of plain records and typed arrays, which a worker of the page or Node runs to the
 * same numbers. The second argument is told of what comes before the end.
 */
export const tasks = { transport } as const;

export type TaskName = keyof typeof tasks;
export type Input<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type Output<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>;
