/** A parameter as the command line spells it: `driftSpeed` as --drift-speed. */
export function flagName(parameter: string): string {
  return `--${parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
