import type { f64 } from "./subset.js";

/** Exponents outside give 0, or what the last of them gives: 2^-1022 is the smallest normal double. */
export const LOWEST: f64 = -1022;
export const HIGHEST: f64 = 1023;
/** Terms of a sum that are below 2 to this, next to the largest, are left out. */
export const SMALLEST_TERM: f64 = -72;

/** 1.5 * 2^52: added and taken off, it rounds to a whole number, which stands in the last bits meanwhile. */
export const ROUNDING: f64 = 6755399441055744;

/*
 * 2^r = (q + p) / (q - p) with p = r (POWER_1 + z (POWER_2 + z POWER_3)), q = POWER_4 + z (POWER_5 + z), z = r^2, for
 * |r| <= 1/2 to 2^-56. Moshier, Cephes library, exp2.c.
 */
export const POWER_1: f64 = 1513.906801156151;
export const POWER_2: f64 = 20.202065669316532;
export const POWER_3: f64 = 0.023093347705734523;
export const POWER_4: f64 = 4368.211668792106;
export const POWER_5: f64 = 233.1842117223149;

/** 1 / ln 2. */
export const LOG2_E: f64 = Math.LOG2E;

/** ln 2 as a sum; the first part has so many zero bits that its product with a whole number of 11 bits is exact. */
export const LN2_HIGH: f64 = 0.6931471803691238;
export const LN2_LOW: f64 = 1.9082149292705877e-10;

/*
 * log((1 + s) / (1 - s)) = 2 s + s z (LOG_1 + z (LOG_2 + ...)), z = s^2, for |s| <= 0.172 to 2^-58. Sun Microsystems
 * 1993, fdlibm, e_log.c.
 */
export const LOG_1: f64 = 0.6666666666666735;
export const LOG_2: f64 = 0.3999999999940942;
export const LOG_3: f64 = 0.2857142874366239;
export const LOG_4: f64 = 0.22222198432149784;
export const LOG_5: f64 = 0.1818357216161805;
export const LOG_6: f64 = 0.15313837699209373;
export const LOG_7: f64 = 0.14798198605116586;

/** 4 / pi^2. */
export const PER_QUARTER_TURN: f64 = 0.4052847345693511;
/** 2 log(cos(pi sqrt(v) / 2) / (1 - v)) = v (ARC_1 + v (ARC_2 + ...)) for 0 <= v <= 1, to 2^-54: by interpolation. */
export const ARC_1: f64 = -0.4674011002723396;
export const ARC_2: f64 = -0.014678031604195813;
export const ARC_3: f64 = -0.0009647177605044164;
export const ARC_4: f64 = -0.00007758951422324461;
export const ARC_5: f64 = -0.000006816535058076746;
export const ARC_6: f64 = -6.286536871139093e-7;
export const ARC_7: f64 = -5.969926659258904e-8;
export const ARC_8: f64 = -5.9239081659576486e-9;
export const ARC_9: f64 = -4.806643470769486e-10;
export const ARC_10: f64 = -9.713346356597336e-11;

/** Up to this modulus exp(x) - 1 - x is x^2 (BEYOND_2 + x (BEYOND_3 + ...)), with 1/n!; the next term is below 2^-53 of it. */
export const SMALL_EXPONENT: f64 = 0.25;
export const BEYOND_2: f64 = 0.5;
export const BEYOND_3: f64 = 0.16666666666666666;
export const BEYOND_4: f64 = 0.041666666666666664;
export const BEYOND_5: f64 = 0.008333333333333333;
export const BEYOND_6: f64 = 0.001388888888888889;
export const BEYOND_7: f64 = 0.0001984126984126984;
export const BEYOND_8: f64 = 2.48015873015873e-5;
export const BEYOND_9: f64 = 2.7557319223985893e-6;
export const BEYOND_10: f64 = 2.755731922398589e-7;
export const BEYOND_11: f64 = 2.505210838544172e-8;
export const BEYOND_12: f64 = 2.08767569878681e-9;
