import type { Measure } from "../../src/index.js";
import type { AxisDensity } from "../axis-densities.js";
import { branchChart } from "../report/branch-chart.js";
import { complexText, eigenvalueChart } from "../report/eigenvalue-chart.js";
import { type Html, html, htmlPage, measureChart, type PageSection } from "../report/index.js";
import { lineChart } from "../report/line-chart.js";
import { COLOURS } from "../report/palette.js";
import { residualChart } from "../report/residual-chart.js";
import { valueTable } from "../report/value-table.js";
import type { Report } from "../report.js";
import { HIDDEN_STATES } from "../steady-state/hidden-state.js";
import { METHODS, type MethodKind } from "../steady-state/methods/index.js";
import type { SteadyStateResults } from "../steady-state/results.js";
import { SEARCH_ENDS } from "../steady-state/search-end.js";
import { BRANCH_ENDS, plainText } from "../steady-state/text.js";
import { short } from "../text-table.js";
import { LAW_COLOUR } from "./run-colours.js";

const FOUND_COLOUR = COLOURS[0]!;
const SEARCH_COLOUR = COLOURS[6]!;

/** What the page shows besides the report. */
export interface SteadyStatePageParts {
  readonly particles: Measure;
  readonly about: string;
}

/** The page of `steady-state`. */
export function steadyStatePage(report: Report<SteadyStateResults>, parts: SteadyStatePageParts): string {
  const { results, seed } = report;
  return htmlPage({
    title: `Steady state of ${results.system}`,
    subtitle: `${parts.about}. ${results.particles} particles, method ${results.method}, residual ${short(results.freshResidual ?? results.residual)}.`,
    report,
    sections: [
      lawSection(results, parts, seed),
      residualSection(results),
      ...plainSection(results),
      ...stabilitySection(results),
      ...branchSection(results),
    ],
  });
}

function lawSection(
  results: SteadyStateResults,
  { particles }: SteadyStatePageParts,
  seed: number,
): PageSection {
  const { law, lawErrors } = results;
  const known =
    law === undefined
      ? "No law is known to compare with."
      : `The law that is known: ${law}. Off by ${short(lawErrors?.meanError ?? 0)} in the mean, by ${percent(lawErrors?.relativeVarianceError ?? 0)} in the ` +
        `variance (the largest of all coordinates), and by ${percent(lawErrors?.densityError ?? 0)} of the mass in the density.`;
  return {
    heading: "The law that is kept",
    text: known,
    html: [
      ...(particles.dim > 1
        ? [
            measureChart([{ title: "particles", measure: particles, item: { kind: "points" } }], {
              title: "Particles",
              seed,
            }),
          ]
        : []),
      ...results.density.map((axis) => densityChart(axis, results.dim)),
      momentTable(results),
    ],
  };
}

function densityChart({ axis, x, density, exact }: AxisDensity, dim: number): Html {
  const name = dim === 1 ? "place" : axis;
  return lineChart(
    [
      ...(exact ? [{ label: "the law that is known", colour: LAW_COLOUR, values: exact }] : []),
      { label: "the particles found", colour: FOUND_COLOUR, values: density },
    ],
    x,
    {
      title: dim === 1 ? "Density" : `Density of ${axis}`,
      xLabel: `${name} (in units of the system)`,
      yLabel: "density (share of the mass per unit)",
      caption: [`Means over ${x.length} bins.`],
    },
  );
}

function momentTable({ moments }: SteadyStateResults): Html {
  const isKnown = moments.some(({ exact }) => exact !== undefined);
  return valueTable({
    title: "Moments",
    columns: ["coordinate", "mean", ...(isKnown ? ["known"] : []), "variance", ...(isKnown ? ["known"] : [])],
    rows: moments.map(({ axis, mean, variance, exact }) => [
      axis,
      digits(mean),
      ...(exact ? [digits(exact.mean)] : []),
      digits(variance),
      ...(exact ? [digits(exact.variance)] : []),
    ]),
    caption: [],
  });
}

function residualSection(results: SteadyStateResults): PageSection {
  const { residuals, kept, residual, noiseFloor, method, evaluations, microSteps } = results;
  const kind: MethodKind | undefined = Object.entries(METHODS).find(([name]) => name === method)?.[1];
  const chart = residualChart(
    [{ label: method, residuals: residuals.map((one) => one.residual), best: kept }],
    {
      title: "Residual",
      xLabel: "iteration",
      yLabel: "residual",
      floor: noiseFloor,
      caption: [kind ? `Residual: ${kind.residual}.` : undefined],
    },
  );
  return {
    heading: "The search",
    text:
      `Method ${method}: ${kind?.about ?? ""}.\n\nThe residual fell from ${short(residuals[0]!.residual)} to ${short(residual)}; the law of iteration ${kept} is kept. ${endText(results)}${hiddenText(results)} ` +
      `It took ${evaluations} simulations of all particles for the time of a timestep, ${short(microSteps.paid)} micro-steps of single particles, ` +
      "those that measure the noise and the stability included.",
    ...(chart && { html: chart }),
  };
}

function endText({ end, noiseFloor, status, freshResidual, freshError = 0 }: SteadyStateResults): string {
  const noise = noiseFloor === undefined ? "" : ` Noise alone makes ${short(noiseFloor)}.`;
  const words = SEARCH_ENDS[end];
  const fresh =
    freshResidual === undefined
      ? ""
      : ` By random numbers that had no part in the search its residual is ${short(freshResidual)}, of which noise is about ${short(freshError)}.`;
  return `How it ended: ${words}${end === "short" ? ` (${status})` : ""}.${fresh}${noise}`;
}

function hiddenText({ hidden }: SteadyStateResults): string {
  return hidden === undefined ? "" : ` The hidden state of the whole population is ${HIDDEN_STATES[hidden]}.`;
}

function plainSection(results: SteadyStateResults): PageSection[] {
  const { plain, lawErrors } = results;
  if (!plain || !lawErrors) return [];
  const millions = plain.points.map(({ microSteps }) => microSteps / 1e6);
  const charts =
    plain.points.length < 2
      ? []
      : [
          lineChart(
            [
              {
                label: "what the search ended with",
                colour: SEARCH_COLOUR,
                values: millions.map(() => lawErrors.densityError),
              },
              {
                label: "simulation from the same start",
                colour: FOUND_COLOUR,
                values: plain.points.map(({ densityError }) => densityError),
              },
            ],
            millions,
            {
              title: "Error of the density under simulation alone",
              xLabel: "micro-steps of single particles, millions",
              yLabel: "error of the density (share of the mass)",
              caption: [],
            },
          ),
        ];
  return [
    {
      heading: "Simulation alone",
      text: `From the same start, as many particles: ${plainText(results)}. Compared are the errors of mean and density, both against the law that is known.`,
      html: charts,
    },
  ];
}

function stabilitySection({ stability }: SteadyStateResults): PageSection[] {
  if (!stability) return [];
  const { eigenvalues, stable, relaxationTime } = stability;
  const complex = eigenvalues.map(({ real, imaginary }) => ({ re: real, im: imaginary }));
  const slowest =
    relaxationTime === null
      ? ""
      : ` The slowest perturbation falls to 1/e in a time of ${short(relaxationTime)}.`;
  return [
    {
      heading: "Stability",
      text: `Leading eigenvalues of the timestep at the law that was found, from difference quotients with common random numbers: as far as they tell it is ${stable ? "stable" : "not stable"}.${slowest} Those near 0 are noise as much as anything.`,
      html: html`${eigenvalueChart(complex, {
        title: "Eigenvalues of the timestep",
        caption: ["Perturbations along those inside the circle die out under simulation."],
      })}${valueTable({
        title: "Eigenvalues",
        columns: ["", "value", "modulus"],
        rows: complex.map(({ re, im }, k) => [
          String(k + 1),
          complexText(re, im),
          digits(Math.hypot(re, im)),
        ]),
        caption: [],
      })}`,
    },
  ];
}

function branchSection({ branch }: SteadyStateResults): PageSection[] {
  if (!branch) return [];
  const { parameter, points, folds, status, known } = branch;
  const turns =
    folds.length === 0
      ? `The parameter does not turn round on it.`
      : `The parameter turns round at ${folds.map((p) => short(points[p]!.parameter)).join(", ")}.`;
  return [
    {
      heading: "Branch",
      text:
        `${points.length} steady states as ${parameter} goes on, by pseudo-arclength continuation with common random numbers (${BRANCH_ENDS[status]}). ${turns} ` +
        "Noise shifts folds: other seeds show by how much.",
      html: branchChart(
        points.map(({ parameter: place, mean, modulus }) => ({
          parameter: place,
          value: mean,
          ...(modulus !== undefined && { stable: modulus < 1 }),
        })),
        {
          title: "Mean along the branch",
          xLabel: parameter,
          yLabel: "mean (in units of the system)",
          ...(known && {
            known: {
              label: known.about,
              points: known.points.map(({ parameter: place, mean }) => ({ parameter: place, value: mean })),
            },
          }),
          caption: [],
        },
      ),
    },
  ];
}

/** A moment of this size is 0 but for rounding. */
const ROUNDING = 1e-12;
const digits = (value: number): string =>
  Math.abs(value) < ROUNDING ? "0" : String(Number(value.toPrecision(5)));
const percent = (share: number): string => `${short(100 * share)} %`;
