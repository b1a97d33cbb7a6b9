import type { f64 } from "./subset.js";

/*
 * Numbers of the exponential and the logarithm, as in FreeBSD's e_exp.c and e_log.c (Sun Microsystems 1993): the
 * remainders that they leave are below 2^-59 and 2^-58.
 */

/** Exponents outside give 0, or what the last of them gives: exp(-708) is 3e-308, exp(709) 8e307. */
export const LOWEST: f64 = -708;
export const HIGHEST: f64 = 709;
/** Terms of a sum that are smaller than exp of this, next to its largest, are left out. */
export const SMALLEST_TERM: f64 = -60;

export const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 as a sum; the first part has so many zero bits that its product with a whole number of 11 bits is exact. */
export const LN2_HIGH: f64 = 6.93147180369123816490e-1;
export const LN2_LOW: f64 = 1.90821492927058770002e-10;
/** 1.5 * 2^52: added and taken off, it rounds to a whole number, which stands in the last bits meanwhile. */
export const ROUNDING: f64 = 6755399441055744;

/** r coth(r / 2) = 2 + r^2 (EXP_1 + r^2 (EXP_2 + ...)) for |r| <= ln 2 / 2. */
export const EXP_1: f64 = 1.66666666666666019037e-1;
export const EXP_2: f64 = -2.77777777770155933842e-3;
export const EXP_3: f64 = 6.61375632143793436117e-5;
export const EXP_4: f64 = -1.65339022054652515390e-6;
export const EXP_5: f64 = 4.13813679705723846039e-8;

/** log((1 + s) / (1 - s)) = 2 s + s^3 (LOG_1 + s^2 (LOG_2 + ...)) for |s| <= 0.172. */
export const LOG_1: f64 = 6.666666666666735130e-1;
export const LOG_2: f64 = 3.999999999940941908e-1;
export const LOG_3: f64 = 2.857142874366239149e-1;
export const LOG_4: f64 = 2.222219843214978396e-1;
export const LOG_5: f64 = 1.818357216161805012e-1;
export const LOG_6: f64 = 1.531383769920937332e-1;
export const LOG_7: f64 = 1.479819860511658591e-1;

/** 4 / pi^2. */
export const PER_QUARTER_TURN: f64 = 0.4052847345693511;
/** 2 log(cos(pi sqrt(v) / 2) / (1 - v)) = v (ARC_1 + v (ARC_2 + ...)) for 0 <= v <= 1, to 2^-54 of it. */
export const ARC_1: f64 = -0.4674011002723396;
export const ARC_2: f64 = -0.014678031604195813;
export const ARC_3: f64 = -0.0009647177605044164;
export const ARC_4: f64 = -7.758951422324461e-5;
export const ARC_5: f64 = -6.816535058076746e-6;
export const ARC_6: f64 = -6.286536871139093e-7;
export const ARC_7: f64 = -5.969926659258904e-8;
export const ARC_8: f64 = -5.9239081659576486e-9;
export const ARC_9: f64 = -4.806643470769486e-10;
export const ARC_10: f64 = -9.713346356597336e-11;
