import { describe, expect, it } from "vitest";
import { comparisonChart } from "../../../pipelines/report/comparison-chart.js";
import { confusionChart } from "../../../pipelines/report/confusion-chart.js";
import { contingencyTable } from "../../../pipelines/report/contingency-table.js";
import { foldChart } from "../../../pipelines/report/fold-chart.js";
import { scatterChart } from "../../../pipelines/report/scatter-chart.js";
import { seededRandom } from "../../../src/numeric/random.js";
import { expectNothingFetched, expectWellFormed, HOSTILE } from "./well-formed.js";

const AXES = { title: "Title", xLabel: "component 1", yLabel: "component 2" };

function cloud(count: number, groupOf: (s: number) => string | undefined) {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, s) => ({
    x: random.normal(),
    y: random.normal(),
    group: groupOf(s),
    name: `item ${s}`,
  }));
}

const pairs = cloud(30, () => undefined).map(({ x }) => ({ exact: Math.abs(x), lot: 1.1 * Math.abs(x) }));
const COMPARISON = {
  symbol: "W₂",
  correlation: { pearson: 0.98765432, spearman: 0.97 },
  worstRatio: 1.1,
  seed: 3,
};
const FOLDS = { title: "Folds", measuredOn: "Held-out folds.", accuracy: 0.9, standardError: 0.02 };

/** Each chart once with the given name wherever a user's text goes. */
function everyChart(name: string): string[] {
  return [
    scatterChart(
      cloud(12, (s) => `${name}${s % 3}`).map((point) => ({ ...point, name })),
      { title: name, xLabel: name, yLabel: name, note: name },
    ),
    scatterChart(
      cloud(40, (s) => `${name}${s % 20}`),
      AXES,
    ),
    confusionChart(
      [
        [3, 1],
        [0, 0],
      ],
      [name, `${name}2`],
      { title: name, measuredOn: name },
    ),
    comparisonChart(pairs, { ...COMPARISON, title: name }),
    foldChart([{ name, accuracy: 0.5 }], { ...FOLDS, title: name, measuredOn: name, majorityRate: 0.6 }),
    contingencyTable([[1, 2]], [name], [name, `${name}2`], { title: name, note: name }),
  ].map(({ markup }) => markup);
}

describe("every chart", () => {
  it("is well-formed, fetches nothing, and carries no script from a hostile name", () => {
    for (const markup of everyChart(HOSTILE)) {
      expectWellFormed(markup);
      expectNothingFetched(markup);
      expect(markup).not.toMatch(/<script|<img/);
    }
  });

  it("shows a hostile name as text", () => {
    for (const markup of everyChart("a<b>&c")) expect(markup).toMatch(/a&lt;b(&gt;|>)&amp;c/);
  });

  it("gives equal bytes for equal input", () => {
    expect(everyChart("name")).toEqual(everyChart("name"));
  });

  it("has a description for readers who cannot see it", () => {
    for (const markup of everyChart("name").filter((text) => text.includes("<svg"))) {
      expect(markup).toMatch(/<svg [^>]*role="img" aria-label="[^"]{10,}"/);
    }
  });

  it("writes no coordinate with more than two decimals", () => {
    for (const markup of everyChart("name")) {
      expect(markup).not.toMatch(/ (cx|cy|d|transform)="[^"]*\.\d{3}/);
    }
  });
});

describe("scatterChart", () => {
  const circles = (markup: string) => markup.match(/<circle [^>]*><title>/g)?.length ?? 0;

  it("draws unlabelled points in one colour and without a legend", () => {
    const { markup } = scatterChart(
      cloud(5, () => undefined),
      AXES,
    );
    expect(circles(markup)).toBe(5);
    expect(markup).not.toContain("legend");
    expect(new Set(markup.match(/<circle fill="[^"]*"/g)).size).toBe(1);
  });

  it("draws points that are all equal in the middle of an axis of finite length", () => {
    const points = cloud(4, () => "a").map((point) => ({ ...point, x: 1e6, y: -3 }));
    const { markup } = scatterChart(points, AXES);
    expect(new Set(markup.match(/cx="[^"]*"/g)).size).toBe(1);
    expect(markup).not.toContain("NaN");
  });

  it("orders groups as numbers, counts them, and keeps points without a label apart", () => {
    const points = cloud(23, (s) => (s < 3 ? "" : s < 13 ? "10" : "2"));
    const { markup } = scatterChart(points, AXES);
    const entries = [...markup.matchAll(/<li title="([^"]*)">.*?<span>(\d+)</g)].map((m) => [m[1], m[2]]);
    expect(entries).toEqual([
      ["2", "10"],
      ["10", "10"],
      ["no label", "3"],
    ]);
  });

  it("uses shapes past ten groups and one grey group past forty", () => {
    const { markup } = scatterChart(
      cloud(300, (s) => `g${s % 45}`),
      AXES,
    );
    expect(markup.match(/<li /g)?.length).toBe(41);
    expect(markup).toContain("other (5 groups)");
    const first = markup.indexOf(`<li title="g0">`);
    const eleventh = markup.indexOf(`<li title="g10">`);
    const shape = (at: number) => markup.slice(at, markup.indexOf("</li>", at)).match(/ d="[^"]*"/)?.[0];
    expect(shape(eleventh)).not.toBe(shape(first));
  });

  it("thins many points to a fixed number, keeps rare groups, and says so", () => {
    const points = cloud(20_000, (s) => (s < 15 ? "rare" : "common"));
    const { markup } = scatterChart(points, { ...AXES, seed: 5 });
    expect(circles(markup)).toBe(6000);
    expect(markup.match(/<title>item \d+ \(rare\)/g)?.length).toBe(15);
    expect(markup).toContain("6,000 of them, chosen at random with seed 5");
    expect(markup).toContain("20,000 items");
  });

  it("refuses a point that has no place, and an empty list", () => {
    expect(() => scatterChart([{ x: 1, y: Number.NaN, name: "a" }], AXES)).toThrow(/y coordinate 0 is NaN/);
    expect(() => scatterChart([], AXES)).toThrow(/no x coordinate/);
  });
});

describe("confusionChart", () => {
  const OPTIONS = { title: "Confusion", measuredOn: "Five-fold cross-validation." };

  it("states what was measured, how many items were right, and the share of each class", () => {
    const counts = [
      [9, 1],
      [0, 30],
    ];
    const { markup } = confusionChart(counts, ["a", "b"], OPTIONS);
    expect(markup).toContain("Five-fold cross-validation. 40 items, 39 right (97.5%).");
    expect(markup).toContain(">90%</text>");
    expect(markup).toContain(">100%</text>");
  });

  it("leaves cells without items empty", () => {
    const { markup } = confusionChart([[0]], ["only"], OPTIONS);
    expect(markup).toContain("no item");
    expect(markup).toContain("0 items, 0 right.");
    expect(markup).not.toMatch(/>0<\/text>|NaN/);
  });

  it("draws fifty classes", () => {
    const classes = Array.from({ length: 50 }, (_, t) => `class ${t}`);
    const { markup } = confusionChart(
      classes.map((_, t) => classes.map((__, p) => (t === p ? 7 : 0))),
      classes,
      OPTIONS,
    );
    expectWellFormed(markup);
    expect(markup.match(/>7<\/text>/g)?.length).toBe(50);
  });

  it("refuses a matrix that does not fit its classes, and entries that are not counts", () => {
    expect(() => confusionChart([[1, 2]], ["a", "b"], OPTIONS)).toThrow(/2 rows of 2 counts, found 1/);
    expect(() => confusionChart([[0.5]], ["a"], OPTIONS)).toThrow(/found 0.5/);
    expect(() => confusionChart([], [], OPTIONS)).toThrow(/0 classes/);
  });

  it("adds up the smallest of many classes, and keeps the counts of right answers", () => {
    const classes = Array.from({ length: 210 }, (_, t) => `class ${t}`);
    // Class t has 1 + (t >= 100) items, all taken for the next class but in class 209, which is right.
    const sizes = classes.map((_, t) => (t < 100 ? 1 : 2));
    const counts = classes.map((_, t) =>
      classes.map((__, p) => (p === Math.min(t + 1, 209) ? sizes[t]! : 0)),
    );
    const { markup } = confusionChart(counts, classes, OPTIONS);
    expectWellFormed(markup);
    expect(markup).toContain("320 items, 2 right");
    expect(markup).toContain("The 111 smallest classes are added up");
    expect(markup).toContain("other (111)");
    expect(markup).not.toContain(">class 99<");
    expect(markup).toContain(">class 100<");
    expect(
      markup.match(/>100%<\/text>/g),
      "of class 209 only, though 'other' is mostly on the diagonal",
    ).toBeNull();
  });
});

describe("comparisonChart", () => {
  it("gives correlation, worst ratio, number of pairs and seed in the caption", () => {
    const { markup } = comparisonChart(pairs, COMPARISON);
    expect(markup).toContain("30 pairs of items, drawn with seed 3");
    expect(markup).toContain("Pearson correlation 0.9877, Spearman 0.97; worst ratio LOT / W₂ 1.1.");
  });

  it("draws pairs at distance 0", () => {
    const { markup } = comparisonChart([{ exact: 0, lot: 0 }], COMPARISON);
    expect(markup).not.toContain("NaN");
    expect(markup).toContain("1 pair of items");
  });
});

describe("foldChart", () => {
  const folds = [0.9, 0.95].map((accuracy, f) => ({ name: `fold ${f + 1}`, accuracy }));

  it("says where a baseline is that lies outside the picture", () => {
    expect(foldChart(folds, { ...FOLDS, majorityRate: 0.1 }).markup).toContain("10% (left of the axis)");
    expect(foldChart(folds, { ...FOLDS, majorityRate: 0.88 }).markup).toContain("88% (dashed)");
  });

  it("counts folds in bars where they are many", () => {
    const many = Array.from({ length: 51 }, (_, f) => ({ name: `fold ${f}`, accuracy: f < 40 ? 1 : 0 }));
    const { markup } = foldChart(many, { ...FOLDS, accuracy: 40 / 51, majorityRate: 0.5 });
    expectWellFormed(markup);
    expect(markup).toContain("number of folds by accuracy");
    expect(markup).toContain("50% (dashed)");
    const bars = [...markup.matchAll(/<rect [^>]*height="([\d.]+)"/g)].map((bar) => Number(bar[1]));
    const [low, high] = bars.slice(-2);
    // Lengths are rounded to a hundredth of a pixel, and one pixel is left free at each end of a bar.
    expect((high! + 2) / (low! + 2)).toBeCloseTo(40 / 11, 2);
  });

  it("does not take a perfect score for a perfect model", () => {
    expect(foldChart(folds, { ...FOLDS, accuracy: 1, standardError: 0 }).markup).toContain(
      "No error was seen",
    );
    expect(foldChart(folds, FOLDS).markup).not.toContain("No error was seen");
  });

  it("refuses accuracies that are not shares, and no folds at all", () => {
    expect(() => foldChart([{ name: "a", accuracy: 90 }], FOLDS)).toThrow(/90 is not a share/);
    expect(() => foldChart([], FOLDS)).toThrow(/no accuracy/);
  });
});

describe("contingencyTable", () => {
  it("adds up rows, columns and all", () => {
    const counts = [
      [1000, 2],
      [0, 5],
    ];
    const { markup } = contingencyTable(counts, ["A", "B"], ["x", "y"], { title: "Table" });
    const cells = [...markup.matchAll(/<td[^>]*>([^<]*)</g)].map((match) => match[1]);
    expect(cells).toEqual(["1,000", "2", "1,002", "·", "5", "5", "1,000", "7", "1,007"]);
  });

  it("adds up the smallest rows and columns of a large table, and keeps the sums", () => {
    const labels = Array.from({ length: 210 }, (_, c) => `l${c}`);
    const clusters = Array.from({ length: 300 }, (_, r) => `k${r}`);
    const counts = clusters.map((_, r) => labels.map((__, c) => (c === r % 210 ? 300 - r : 0)));
    const { markup } = contingencyTable(counts, clusters, labels, { title: "Table" });
    expectWellFormed(markup);
    expect(markup.match(/<tr>/g)).toHaveLength(102); // head, 100 rows, foot
    expect(markup).toContain("45,150"); // 1 + ... + 300
    expect(markup).toContain("other (201)");
    expect(markup).toContain("other (111)");
    expect(markup).toContain("Of 300 clusters and 210 labels the smallest are added up");
  });

  it("refuses counts of another shape", () => {
    expect(() => contingencyTable([[1]], ["A"], ["x", "y"], { title: "Table" })).toThrow(/1 rows of 1/);
  });
});
