import { MeasureError } from "../../errors.js";
import { type Measure, totalMass } from "../../measure/measure.js";
import { compensatedSum } from "../../numeric/sum.js";
import { equalMasses, requireSameDimension } from "../balance.js";
import type { Outcome } from "../certify.js";
import { isClosed } from "../closed-gap.js";
import { type ExactOptions, requireSteps } from "../exact-options.js";
import { exact } from "../exact.js";
import { commonFrame } from "../frame.js";
import { marginals, type SparsePlan } from "../plan.js";
import type { Transport } from "../transport.js";
import { requireAmount } from "./amount.js";
import { solveExtended } from "./extended-matrix.js";

export interface Nothing {}
