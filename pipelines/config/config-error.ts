/** A file of `--config` that cannot be taken: a matter of usage. */
export class ConfigError extends Error {
  readonly tag = "ConfigError";
  override readonly name = "ConfigError";
}
