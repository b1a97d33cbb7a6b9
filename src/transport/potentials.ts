/**
 * Dual prices: f_i for source points, g_j for target points; f_i + g_j <= c_ij where they are feasible.
 * The free constant is fixed by sum f_i a_i = sum g_j b_j.
 */
export interface Potentials {
  readonly f: Float64Array;
  readonly g: Float64Array;
}
