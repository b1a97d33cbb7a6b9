import type {
  Collection,
  Measure,
  MeasurePath,
  MetricName,
  PathShape,
  Random,
  Reference,
} from "../../src/index.js";
import type { Choice } from "../method-options.js";
import type { ReferenceKind } from "../references/kinds.js";
import type { Settings } from "../report.js";

/** What a kind of path may be told; each takes some of these. */
export interface PathOptions {
  /** In which tangent space. */
  readonly metric?: MetricName | undefined;
  /** Length scale of Hellinger-Kantorovich; default: from the data. */
  readonly kappa?: number | undefined;
  /** Cost of a unit of mass that optimal partial transport leaves; default: from the data. */
  readonly price?: number | undefined;
  /** Stops of the path, each a share per measure; one alone is where the path from the first measure ends. */
  readonly shares?: readonly (readonly number[])[] | undefined;
  /** File of the measure that plans start from. */
  readonly base?: string | undefined;
  readonly reference?: ReferenceKind | undefined;
  readonly referenceSize?: number | undefined;
  /** Places of tokens, counted from 0, that are matched with themselves. */
  readonly fixed?: readonly number[] | undefined;
}

export type PathOption = keyof PathOptions;

export interface PathContext {
  readonly random: Random;
  /** The measure of `base`. */
  readonly base: Measure | undefined;
}

/** A part of the way, from one stop to the next. */
export interface Leg {
  /** Names of measures, or shares of them. */
  readonly from: string;
  readonly to: string;
  readonly path: MeasurePath;
}

/** The whole way. */
export interface Walk {
  readonly legs: readonly Leg[];
  /** The distance that steps are measured in, in a line of text. */
  readonly symbol: string;
  readonly reference?: Reference;
  /** What the tangent vector of each measure drops of the cost of transport to it. */
  readonly residuals?: Float64Array;
  /** Scale of the metric, where it has one. */
  readonly scale?: Readonly<Record<string, number>>;
  /** Masses are the same all the way, so that length and turning of the particles' path mean something. */
  readonly keepsMasses: boolean;
}

export type { PathShape };

/** A sort of path, as the command line offers it. */
export interface PathKind extends Choice<PathOption> {
  /** "equal": measures of different mass are brought to mass 1. */
  readonly masses: (options: PathOptions) => "equal" | "any";
  /** The sentence that refuses options that it takes, but that do not go together; undefined if they do. */
  readonly fault?: (options: PathOptions) => string | undefined;
  /** What a report says of its options besides what all paths have. */
  readonly settings?: (options: PathOptions) => Settings;
  /** Steps are lists of tokens, which NPY files hold. */
  readonly tokens?: boolean;
  readonly walk: (items: Collection, options: PathOptions, context: PathContext) => Walk;
}
