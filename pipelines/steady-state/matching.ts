import {
  type Measure,
  type ParticleLoss,
  type ParticleResidual,
  ShapeError,
  sinkhornResidual,
  type WorkerPool,
  wassersteinResidual,
} from "../../src/index.js";
import type { Values } from "../systems/parameters.js";

/** How a method matches particles with their images. */
export type Matching = "exact" | "entropic";

interface MatchingKind {
  /** As a pool has it. */
  readonly name: "wasserstein" | "sinkhorn";
  readonly loss: ParticleLoss;
  /** Particles at most: beyond them a matching takes hours. On the line exact ones are sorting. */
  readonly most: number;
  /** Particles whose matching takes no longer than signals can wait. */
  readonly quick: number;
}

const MATCHINGS: Readonly<Record<Matching, MatchingKind>> = {
  exact: { name: "wasserstein", loss: wassersteinResidual, most: 20_000, quick: 1000 },
  entropic: { name: "sinkhorn", loss: sinkhornResidual(), most: 10_000, quick: 200 },
};

/** A loss whose matchings are solved by a pool, so that signals are heard meanwhile. */
export interface PooledLoss {
  /** For methods that want it at once: what was solved `ahead` of the same particles and image is not solved again. */
  readonly loss: ParticleLoss;
  readonly ahead: (particles: Measure, image: Measure) => Promise<void>;
}

export function pooledLoss(
  matching: Matching,
  { pool, signal }: { readonly pool: WorkerPool; readonly signal?: AbortSignal | undefined },
): PooledLoss {
  const { name, loss } = MATCHINGS[matching];
  const solved = new WeakMap<Measure, { readonly particles: Measure; readonly residual: ParticleResidual }>();
  return {
    loss: (particles, image) => {
      const found = solved.get(image);
      return found?.particles === particles ? found.residual : loss(particles, image);
    },
    ahead: async (particles, image) => {
      if (isQuick(matching, particles) || !canBeMatched(particles, image)) return;
      const residual = await pool.particleLoss(name, particles, image, { ...(signal && { signal }) });
      solved.set(image, { particles, residual });
    },
  };
}

function isQuick(matching: Matching, { count, dim }: Measure): boolean {
  return isSorting(matching, dim) || count <= MATCHINGS[matching].quick;
}

const isSorting = (matching: Matching, dim: number): boolean => matching === "exact" && dim === 1;

/** What is not is for the method to complain of. */
function canBeMatched({ count, dim }: Measure, image: Measure): boolean {
  return image.count === count && image.dim === dim && image.points.every(Number.isFinite);
}

/** @throws ShapeError where a method would match more particles at once than it can. */
export function requireMatchable(matching: Matching | undefined, dim: number, settings: Values): void {
  if (!matching || isSorting(matching, dim)) return;
  const { most } = MATCHINGS[matching];
  const particles = Number(settings.particles);
  const batch = Number(settings.batch ?? 0);
  const together = batch > 0 ? Math.min(batch, particles) : particles;
  if (together <= most) return;
  throw new ShapeError(
    `${together} particles would be matched at once, at most ${most} can be; give fewer --particles` +
      ("batch" in settings ? `, or a --batch of at most ${most}` : ""),
    { found: together },
  );
}
