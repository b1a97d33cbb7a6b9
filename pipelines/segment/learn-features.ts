import type { OnProgress, Random, WorkerPool } from "../../src/index.js";
import { STREAMS } from "../streams.js";
import type { FeatureContext, FeatureOptions, Features } from "./feature-kind.js";
import { FEATURES, type FeatureName } from "./features.js";
import { reflectances, type Scene } from "./scene.js";

/** Features that some of the methods share. */
export interface LearnedFeatures {
  readonly name: FeatureName;
  readonly features: Features;
  /** Of wall time for learning, in which others were learned on the same threads: the sum over features is more than the run took. */
  readonly seconds: number;
}

export interface LearnContext {
  readonly pool: WorkerPool;
  readonly random: Random;
  readonly onProgress?: OnProgress;
}

/** Features of the sampled pixels, learned side by side, so that all threads have work; the seconds of each are those from start to end. */
export async function learnFeatures(
  scene: Scene,
  sample: Int32Array,
  names: readonly FeatureName[],
  { transformsOthers, ...options }: FeatureOptions & Pick<FeatureContext, "transformsOthers">,
  { pool, random, onProgress }: LearnContext,
): Promise<LearnedFeatures[]> {
  const progressOf = sharedProgress(names.length, onProgress);
  const spectra = reflectances(scene, sample);
  const { axis } = scene;
  return Promise.all(
    names.map(async (name, f) => {
      const since = performance.now();
      const own = { random: random.fork(STREAMS.model), onProgress: progressOf(f) };
      const context = { pool, axis, options, transformsOthers, ...own };
      const features = await FEATURES[name].learn(spectra, context);
      return { name, features, seconds: (performance.now() - since) / 1000 };
    }),
  );
}

/** One count, in percent, of several works that go on side by side. */
function sharedProgress(works: number, onProgress: OnProgress | undefined): (work: number) => OnProgress {
  const shares = new Float64Array(works);
  return (work) =>
    ({ done, total = done }) => {
      // where weights are found once more, they are counted anew: a bar does not go back
      shares[work] = Math.max(shares[work]!, total > 0 ? Math.min(done / total, 1) : 0);
      const percent = Math.floor((100 * shares.reduce((sum, share) => sum + share, 0)) / works);
      onProgress?.({ unit: "% learned", done: percent, total: 100 });
    };
}
