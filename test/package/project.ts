import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Packed, packPackage } from "./packed.js";
import { outputOf } from "./run-command.js";

/** A project of somebody else, with nothing in it but the package. */
export interface Project {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

export async function projectWithPackage(): Promise<Project> {
  const packed: Packed = await packPackage();
  const folder = join(packed.folder, "project");
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "name": "project", "private": true, "type": "module" }\n');
  await outputOf(folder, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", packed.tarball);
  return { folder, remove: packed.remove };
}

/** Twelve clouds, two kinds: embedded, brought to two coordinates, clustered. Runs in Node and in a page. */
export const ANALYSIS = `
import { embed, exact, fitKMeans, fitPca, gaussianReference, measure, seededRandom, transformPca } from "pushforward";
import { encodeMeasureCsv, parseMeasureCsv } from "pushforward/loaders";

export function analyse() {
  const random = seededRandom(3);
  const cloud = (stretch) => measure(Array.from({ length: 20 }, () => [stretch * random.normal(), random.normal()]));
  const clouds = Array.from({ length: 12 }, (_, i) => cloud(i < 6 ? 1 : 4));
  const reference = gaussianReference(clouds, { count: 15, random });
  const { matrix } = embed(reference, clouds);
  const pca = fitPca(matrix, { components: 2 });
  const { labels } = fitKMeans(matrix, { clusters: 2, random });
  const { measure: read } = parseMeasureCsv(encodeMeasureCsv(clouds[0]));
  return {
    cost: exact(clouds[0], clouds[11]).cost,
    coordinates: Array.from(transformPca(pca, matrix).data),
    labels: Array.from(labels),
    again: exact(clouds[0], read).cost,
  };
}
`;

/** Every entry, with types that a compiler has to find. */
export const TYPED = `
import { type ADAPTATION_PLANS, exact, type Measure, measure, type SparsePlan, type Transport, VERSION } from "pushforward";
import { encodePly, parseNpyMeasure } from "pushforward/loaders";
import { type LoadedDataset, loadDataset } from "pushforward/loaders/node";
import { type ClusterOptions, cluster } from "pushforward/pipelines";

const left: Measure = measure([[0, 0], [1, 1]]);
const { cost, plan }: Transport<SparsePlan> = exact(left, left);
const [rows]: readonly [number, number] = plan.shape;
const loaded: Promise<LoadedDataset> = loadDataset("data");
export const clusters = (options: ClusterOptions) => cluster(options).then(({ text }) => text);
export const everything = { cost, rows, loaded, VERSION, encodePly, parseNpyMeasure };

// each of these lines has to be refused: none of the types behind them is "any"
// @ts-expect-error a cost is a number
export const wrongCost: string = exact(left, left).cost;
// @ts-expect-error a measure has weights
export const wrongMeasure: Measure = { points: new Float64Array(2), count: 1, dim: 2 };
// @ts-expect-error a plan is a record
export const wrongPlan: ReturnType<typeof ADAPTATION_PLANS.exact>["transport"]["plan"] = 3;
// @ts-expect-error a file is read from bytes
export const wrongFile = parseNpyMeasure(3);
// @ts-expect-error the path is missing
export const wrongOptions = cluster({ k: 2 });
`;
