export { type ComparisonOptions, comparisonChart, type DistancePair } from "./comparison-chart.js";
export { type ConfusionOptions, confusionChart } from "./confusion-chart.js";
export { type ContingencyOptions, contingencyTable } from "./contingency-table.js";
export { type FoldOptions, type FoldScore, foldChart } from "./fold-chart.js";
export { htmlPage, type PageParts, type PageScript, type PageSection } from "./html-page.js";
export { type Html, html } from "./markup.js";
export { type MeasureChartOptions, measureChart, type TitledMeasure } from "./measure-chart.js";
export { planChart } from "./plan-chart.js";
export { type ScatterOptions, type ScatterPoint, scatterChart } from "./scatter-chart.js";
