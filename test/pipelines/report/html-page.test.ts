import { describe, expect, it } from "vitest";
import { htmlPage } from "../../../pipelines/report/html-page.js";
import { html } from "../../../pipelines/report/markup.js";
import { scatterChart } from "../../../pipelines/report/scatter-chart.js";
import type { Report } from "../../../pipelines/report.js";
import { expectNothingFetched, expectWellFormed, HOSTILE } from "./well-formed.js";

const hash = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4";

function reportWith(parts: Partial<Report>): Report {
  return {
    command: "classify",
    version: "0.1.0",
    settings: { reference: "k-means", blur: 0.1 + 0.2, label: null, coords: ["x", "y"] },
    seed: 4,
    inputs: [{ path: "digits.csv", sha256: hash }],
    results: { accuracy: 0.9 },
    warnings: [],
    files: ["report.html"],
    certificates: { transports: 10, worstGap: 1.23456789e-13, worstGapOfMean: 1e-14, notConverged: 0 },
    timings: { embed: 1.23456789 },
    ...parts,
  };
}

function page(report: Report, name = "name"): string {
  const figures = scatterChart([{ x: 0, y: 1, name, group: name }], {
    title: name,
    xLabel: "x",
    yLabel: "y",
  });
  const sections = [{ heading: name, text: `${name}\n\nsecond`, html: figures }];
  return htmlPage({ title: name, subtitle: name, sections, report });
}

function withoutTimings({ timings: _timings, ...rest }: Report): Omit<Report, "timings"> {
  return rest;
}

function embedded(text: string): unknown {
  return JSON.parse(/<script type="application\/json" id="report">(.*?)<\/script>/s.exec(text)![1]!);
}

describe("htmlPage", () => {
  it("is one well-formed page that fetches and runs nothing", () => {
    const text = page(reportWith({}));
    expectWellFormed(text);
    expectNothingFetched(text);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`);
    expect(text.match(/<script/g)).toHaveLength(1);
  });

  it("shows hostile names as text wherever they come from", () => {
    const report = reportWith({
      settings: { [HOSTILE]: HOSTILE },
      inputs: [{ path: HOSTILE, sha256: hash }],
      timings: { [HOSTILE]: 1 },
      results: { labels: [HOSTILE, "<!--<script>"] },
    });
    const text = page(report, HOSTILE);
    expectWellFormed(text);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toMatch(/<img|<!--/);
    expect(embedded(text)).toEqual(withoutTimings(report));
  });

  it("carries the report as JSON, typed arrays as arrays", () => {
    const report = reportWith({ results: { distances: Float64Array.of(1, 2.5), labels: Int32Array.of(3) } });
    expect(embedded(page(report))).toEqual({
      ...withoutTimings(report),
      results: { distances: [1, 2.5], labels: [3] },
    });
  });

  it("gives equal bytes for equal parts", () => {
    expect(page(reportWith({}))).toBe(page(reportWith({})));
  });

  it("holds no timings, in which equal runs differ", () => {
    expect(page(reportWith({ timings: { embed: 9.87654321 } }))).toBe(page(reportWith({})));
  });

  it("says of a gap that is large for a tiny cost only that it is, and of no other", () => {
    const certificates = { transports: 10, notConverged: 0 };
    const tiny = page(
      reportWith({ certificates: { ...certificates, worstGap: 0.03, worstGapOfMean: 2e-15 } }),
    );
    expect(tiny).toContain(
      "large only where the cost is tiny: no bracket is wider than 2e−15 of the mean cost",
    );
    for (const gaps of [
      { worstGap: 0.03, worstGapOfMean: 0.01 },
      { worstGap: 1e-12, worstGapOfMean: 1e-13 },
    ]) {
      expect(page(reportWith({ certificates: { ...certificates, ...gaps } }))).not.toContain("tiny");
    }
  });

  it("writes numbers for reading: no long tails of digits outside the JSON", () => {
    const shown = page(reportWith({})).replace(/<script[\s\S]*<\/script>/, "");
    expect(shown).toContain("<td>0.3</td>");
    expect(shown).toContain("1.23e−13");
    expect(shown.replaceAll(hash, "")).not.toMatch(/\d\.\d{8}/);
  });

  it("lists the first input files and counts the rest", () => {
    const inputs = Array.from({ length: 15 }, (_, f) => ({ path: `item-${f}.csv`, sha256: hash }));
    const shown = page(reportWith({ inputs })).replace(/<script[\s\S]*<\/script>/, "");
    expect(shown).toContain("15 files");
    expect(shown).toContain("item-11.csv");
    expect(shown).not.toContain("item-12.csv");
    expect(shown).toContain("and 3 further files");
  });

  it("warns at the top when transports did not converge, and only then", () => {
    const certificates = { transports: 10, worstGap: 0.1, worstGapOfMean: 0.1, notConverged: 2 };
    expect(page(reportWith({ certificates }))).toContain("2 of 10 transports did not converge");
    expect(page(reportWith({}))).not.toContain("did not converge");
  });

  it("takes sections without figures or text", () => {
    const sections = [{ heading: "Empty", text: "" }];
    const text = htmlPage({ title: "t", subtitle: "s", sections, report: reportWith({}) });
    expectWellFormed(text);
    expect(text).toContain("<h2>Empty</h2>");
  });
});

describe("html", () => {
  it("escapes text and numbers, and leaves markup as it is", () => {
    const inner = html`<b>${"<&>\"'"}</b>`;
    expect(html`<p title="${'"'}">${inner}${[inner, inner]}${1}</p>`.markup).toBe(
      `<p title="&quot;">${inner.markup.repeat(3)}1</p>`,
    );
  });

  it("replaces characters that no page can hold", () => {
    expect(html`${"a\u0000b\ud800c\nd"}`.markup).toBe("a\ufffdb\ufffdc d");
  });
});
