import type { JumpReport, RunState, Stage } from "../../src/index.js";
import type { Checkpoint, Piece } from "../store/checkpoint.js";
import {
  type Check,
  isListOf,
  isNumber,
  isOneOf,
  isOptional,
  isOrNull,
  isRecordOf,
  isTruth,
} from "../store/facts.js";
import {
  isPackedParticles,
  type PackedParticles,
  type Packer,
  packer,
  unpack,
} from "../store/particles-piece.js";
import { type CertificateTally, isCertificateTally } from "./certificate-tally.js";
import { FRAME_STAGES, type Frame } from "./frames.js";
import type { RunRecord } from "./run-record.js";

type PackedState = Omit<RunState, "particles" | "clouds" | "middle"> & {
  readonly particles: PackedParticles;
  readonly clouds: readonly PackedParticles[];
  readonly middle: PackedParticles | null;
};
type PackedFrame = Omit<Frame, "measure"> & { readonly measure: PackedParticles };

/** What the piece of a run says; its frames are pieces of their own, as each of them is made once and the state again and again. */
interface RunFacts {
  readonly state: PackedState | null;
  /** How many of the frames there are belong to this state: a run that was killed may have left later ones. */
  readonly frames: number;
  readonly jumps: readonly JumpReport[];
  readonly certificates: CertificateTally;
}

const STAGES: readonly Stage[] = ["start-up", "window", "jump", "burn-in", "recovery", "done"];

const isRunFacts: Check<RunFacts> = isRecordOf<RunFacts>({
  state: isOrNull(
    isRecordOf<PackedState>({
      particles: isPackedParticles,
      at: isNumber,
      stage: isOneOf(...STAGES),
      done: isNumber,
      cycle: isNumber,
      paid: isNumber,
      lastJump: isOptional(isNumber),
      clouds: isListOf(isPackedParticles),
      middle: isOrNull(isPackedParticles),
    }),
  ),
  frames: isNumber,
  jumps: isListOf(
    isRecordOf<JumpReport>({
      cycle: isNumber,
      from: isNumber,
      duration: isNumber,
      maps: isNumber,
      length: isNumber,
      worstGap: isNumber,
      notConverged: isNumber,
      meanResidual: isNumber,
      meanSingularMass: isNumber,
      mapTime: isOptional(isNumber),
    }),
  ),
  certificates: isCertificateTally,
});

const isPackedFrame: Check<PackedFrame> = isRecordOf<PackedFrame>({
  at: isNumber,
  stage: isOneOf(...FRAME_STAGES),
  recovered: isTruth,
  measure: isPackedParticles,
});

/** A run in a checkpoint. */
export interface KeptRun {
  /** The run so far, bit for bit; undefined if there is none, or a part of it is damaged. */
  readonly load: () => Promise<RunRecord | undefined>;
  /** The frames that were not there the last time, then the state with their number. */
  readonly save: (record: RunRecord) => Promise<void>;
}

/** The run `name` of a checkpoint. */
export function keptRun(name: string, checkpoint: Checkpoint): KeptRun {
  let saved = 0;
  const frameName = (index: number): string => `${name}-frame-${index}`;
  return {
    load: async () => {
      const piece = await checkpoint.load(name);
      if (!piece || !isRunFacts(piece.facts)) return undefined;
      const { state, frames: count, jumps, certificates } = piece.facts;
      const frames: Frame[] = [];
      while (frames.length < count) {
        const frame = frameOfPiece(await checkpoint.load(frameName(frames.length)));
        if (!frame) return undefined;
        frames.push(frame);
      }
      saved = count;
      return { ...(state && { state: restoredState(state, piece.arrays) }), frames, jumps, certificates };
    },
    save: async (record) => {
      for (; saved < record.frames.length; saved++) {
        await checkpoint.save(frameName(saved), framePiece(record.frames[saved]!));
      }
      await checkpoint.save(name, runPiece(record));
    },
  };
}

function framePiece(frame: Frame): Piece {
  const { pack, arrays } = packer();
  const facts: PackedFrame = { ...frame, measure: pack(frame.measure) };
  return { facts: { ...facts }, arrays: arrays() };
}

function frameOfPiece(piece: Piece | undefined): Frame | undefined {
  if (!piece || !isPackedFrame(piece.facts)) return undefined;
  return { ...piece.facts, measure: unpack(piece.facts.measure, piece.arrays) };
}

function runPiece({ state, frames, jumps, certificates }: RunRecord): Piece {
  const { pack, arrays } = packer();
  const facts: RunFacts = {
    state: state ? packedState(state, pack) : null,
    frames: frames.length,
    jumps,
    certificates,
  };
  return { facts: { ...facts }, arrays: arrays() };
}

function packedState(
  { particles, clouds, middle, ...counters }: RunState,
  pack: Packer["pack"],
): PackedState {
  return {
    ...counters,
    particles: pack(particles),
    clouds: clouds.map(pack),
    middle: middle ? pack(middle) : null,
  };
}

function restoredState(
  { particles, clouds, middle, ...counters }: PackedState,
  arrays: Piece["arrays"],
): RunState {
  return {
    ...counters,
    particles: unpack(particles, arrays),
    clouds: clouds.map((cloud) => unpack(cloud, arrays)),
    ...(middle && { middle: unpack(middle, arrays) }),
  };
}
