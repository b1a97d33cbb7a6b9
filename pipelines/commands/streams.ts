/** Where the program speaks and listens; `interactive` says that `error` is a terminal. */
export interface Streams {
  readonly output: (text: string) => void;
  readonly error: (text: string) => void;
  readonly interactive: boolean;
  /** All of standard input, for a file that is named `-`; absent: there is none. */
  readonly input?: () => Promise<Uint8Array>;
  /** Whether words may be set off by escape codes; absent: not. */
  readonly colours?: { readonly output: boolean; readonly error: boolean };
  /** Threads to compute with where `--jobs` does not say; absent: none but this one. */
  readonly cores?: number;
}
