import type { JumpReport, RunState } from "../../src/index.js";
import type { Fact, Piece } from "../store/checkpoint.js";
import type { CertificateTally } from "./certificate-tally.js";
import type { Frame } from "./frames.js";
import { factOf, type PackedParticles, packer, unpack } from "./packed-particles.js";
import type { RunRecord } from "./run-record.js";

type PackedState = Omit<RunState, "particles" | "clouds" | "middle"> & {
  readonly particles: PackedParticles;
  readonly clouds: readonly PackedParticles[];
  readonly middle?: PackedParticles;
};
type PackedFrame = Omit<Frame, "measure"> & { readonly measure: PackedParticles };

/** A run so far, as a checkpoint keeps it. */
export function runPiece({ state, frames, jumps, certificates }: RunRecord): Piece {
  const { pack, arrays } = packer();
  const facts = {
    state: state ? packedState(state, pack) : null,
    frames: frames.map((frame): PackedFrame => ({ ...frame, measure: pack(frame.measure) })),
    jumps,
    certificates,
  };
  return { facts: facts as unknown as Readonly<Record<string, Fact>>, arrays: arrays() };
}

function packedState(state: RunState, pack: ReturnType<typeof packer>["pack"]): PackedState {
  const { particles, clouds, middle, ...counters } = state;
  return {
    ...counters,
    particles: pack(particles),
    clouds: clouds.map(pack),
    ...(middle && { middle: pack(middle) }),
  };
}

/** The same, bit for bit. */
export function restoredRun({ facts, arrays }: Piece): RunRecord {
  const state = factOf<PackedState | null>(facts.state);
  return {
    ...(state && { state: restoredState(state, arrays) }),
    frames: factOf<readonly PackedFrame[]>(facts.frames).map((frame) => ({
      ...frame,
      measure: unpack(frame.measure, arrays),
    })),
    jumps: factOf<readonly JumpReport[]>(facts.jumps),
    certificates: factOf<CertificateTally>(facts.certificates),
  };
}

function restoredState(state: PackedState, arrays: Piece["arrays"]): RunState {
  const { particles, clouds, middle, ...counters } = state;
  return {
    ...counters,
    particles: unpack(particles, arrays),
    clouds: clouds.map((cloud) => unpack(cloud, arrays)),
    ...(middle && { middle: unpack(middle, arrays) }),
  };
}
