import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { leavesBelow } from "../../pipelines/commands/command-tree.js";
import { program } from "../../pipelines/commands/program.js";
import { configSchema } from "../../pipelines/config/config-schema.js";
import { temporaryFolder } from "../loaders/temporary-folder.js";
import { parsed } from "./parse-program.js";
import { run, succeed } from "./run-program.js";
import { QUICK, TINY } from "./small-data.js";

const ABSENT = join(import.meta.dirname, "no-such-data");

/** The path of a file of options. */
async function configFile(content: unknown): Promise<string> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return join(await temporaryFolder({ "run.json": text }), "run.json");
}

describe("--config", () => {
  it("gives what the command line would have given", async () => {
    const root = await temporaryFolder(TINY);
    const options = { k: 2, "reference-size": 4, pairs: 3, metric: "hk", kappa: 2.5, json: true };
    const said = [
      "--k",
      "2",
      "--reference-size",
      "4",
      "--pairs",
      "3",
      "--metric",
      "hk",
      "--kappa",
      "2.5",
      "--json",
    ];
    const direct = JSON.parse(await succeed("cluster", root, ...said));
    const path = await configFile(options);
    const { config, ...read } = JSON.parse(await succeed("cluster", root, "--config", path));
    expect({ ...read, timings: {} }).toEqual({ ...direct, timings: {} });
    expect(direct.config).toBeUndefined();
    expect(config).toEqual({
      path,
      sha256: createHash("sha256").update(JSON.stringify(options)).digest("hex"),
      taken: Object.keys(options),
      overridden: [],
    });
  });

  it("gives way to the command line, and the report says where", async () => {
    const root = await temporaryFolder(TINY);
    const path = await configFile({ $schema: "cluster.schema.json", k: 3, seed: 7, quiet: false });
    const report = JSON.parse(
      await succeed("cluster", root, "--config", path, "--k", "2", ...QUICK, "--json"),
    );
    expect([report.results.k, report.seed]).toEqual([2, 7]);
    expect(report.config).toMatchObject({ taken: ["seed"], overridden: ["k"] });
    const text = await succeed("cluster", root, "--config", path, "--k", "2", ...QUICK);
    expect(text).toContain(`\noptions of ${path}: seed; the command line beats its k\n`);
  });

  it("gives way also to an option that excludes its own", async () => {
    const path = await configFile({ epsilon: 0.5, method: "sinkhorn" });
    const { config } = await parsed(["distance", "a.csv", "b.csv", "--config", path, "--blur", "0.1"]);
    expect(config).toMatchObject({ taken: ["method"], overridden: ["epsilon"] });
  });

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[], object]>([
    [
      "lists",
      { coords: ["x", "y"], bands: [0, "2-4"] },
      ["info", "x"],
      { coords: ["x", "y"], bands: [0, 2, 3, 4] },
    ],
    ["lists as text", { coords: "x, y" }, ["info", "x"], { coords: ["x", "y"] }],
    [
      "what is said more than once",
      {
        shares: [
          [1, 2],
          [2, 1],
        ],
        path: "lot",
      },
      ["interpolate", "a", "b"],
      {
        shares: [
          [1, 2],
          [2, 1],
        ],
      },
    ],
    ["numbers of a system", { "start-up": 0.5, step: 0.125 }, ["simulate", "diffusion"], { startUp: 0.5 }],
    ["a switch", { "unit-mass": true }, ["info", "x"], { unitMass: true }],
  ])("takes %s", async (_, options, argv, flags) => {
    const path = await configFile(options);
    const { job } = await parsed([...argv, "--config", path]);
    expect(job!.flags).toMatchObject(flags);
  });

  it("comes from standard input where it is -", async () => {
    const { job, config } = await parsed(["info", "x", "--config", "-"], '{"json": true}');
    expect(job!.flags.json).toBe(true);
    expect(config!.path).toBe("-");
  });

  it.each<[string, unknown, readonly string[]]>([
    ["an unknown key", { kapa: 2 }, ['"kapa" is no option of cluster', "(Did you mean kappa?)"]],
    ["a key as reports spell it", { referenceSize: 64 }, ["(Did you mean reference-size?)"]],
    ["a key with hyphens before it", { "--k": 2 }, ["(Did you mean k?)"]],
    ["a key of another command", { folds: 5 }, ['"folds" is no option of cluster']],
    ["itself", { config: "other.json" }, ['"config" is no option']],
    ["a number in quotes", { k: "2" }, ['"k" is "2"', "give a number, without quotes"]],
    ["a number out of its range", { k: 0 }, ['"k" is 0', "whole number 1 to"]],
    ["a fraction where none fits", { k: 2.5 }, ['"k" is 2.5', "whole number"]],
    ["an unknown choice", { metric: "w1" }, ["w2, hk, opt. (Did you mean w2?)"]],
    ["a number as a choice", { metric: 2 }, ['"metric" is 2', "give a text"]],
    ["a switch that is no truth value", { json: "yes" }, ['"json" is "yes"', "true or false"]],
    ["null", { k: null }, ['"k" is null', "give a number"]],
    ["a list of lists", { coords: [["x"]] }, ["give a list of numbers or texts"]],
    ["an empty list", { coords: [] }, ["give a list"]],
    ["a name with a comma", { coords: ["x,y", "z"] }, ['"x,y" has a comma in it']],
    [
      "two that exclude each other",
      { sample: 10, weights: "area" },
      ['"sample"', '"weights" exclude each other'],
    ],
    ["an array", [1], ["no JSON object"]],
    ["a text that is no JSON", '{\n  "k": 2,\n  metric: "hk"\n}', ["line 3 is no JSON"]],
    ["an empty file", "", ["is no JSON"]],
    ["a key of the language itself", '{"__proto__": 1}', ["is no option of cluster"]],
  ])("refuses %s before any data are read", async (_, content, words) => {
    const path = await configFile(content);
    const { exitCode, output, error } = await run("cluster", ABSENT, "--k", "2", "--config", path);
    expect([exitCode, output]).toEqual([2, ""]);
    for (const word of [`--config ${path}`, ...words]) expect(error).toContain(word);
    expect(error.split("\n")).toHaveLength(2);
  });

  it("refuses a file that is not there, or a folder", async () => {
    for (const [path, words] of [
      [join(ABSENT, "run.json"), "no such file"],
      [import.meta.dirname, "is a folder"],
    ] as const) {
      const { exitCode, error } = await run("cluster", ABSENT, "--k", "2", "--config", path);
      expect(exitCode).toBe(2);
      expect(error).toContain(words);
    }
  });

  it.each([
    ["cluster", { kappa: 2, k: 3 }, [], "--kappa means nothing to --metric w2"],
    ["impute", { folds: 3, atoms: "whole" }, [], "--folds belongs to --lose"],
    ["modes", { folds: 3 }, [], "--folds is for the folds of --label"],
    ["segment", { rho: 3, methods: "k-means" }, ["--k", "2"], "--rho is for --methods"],
  ] as const)("is named where its options do not fit: %s %j", async (command, options, argv, words) => {
    const path = await configFile(options);
    const { exitCode, error } = await run(command, ABSENT, "--config", path, ...argv);
    expect(exitCode).toBe(2);
    expect(error).toContain(words);
    expect(error).toContain(`set by --config ${path}: ${Object.keys(options).join(", ")}`);
  });
});

describe("config-schema", () => {
  it("lists the options of every command, each with its kind of value", () => {
    const root = program(
      { output: () => undefined, error: () => undefined, interactive: false },
      async () => {},
    );
    const leaves = leavesBelow(root).filter(({ command }) =>
      command.options.some(({ long }) => long === "--config"),
    );
    expect(leaves.length).toBeGreaterThan(30);
    for (const { path, command } of leaves) {
      const { properties, additionalProperties } = configSchema(path.join(" "), command) as unknown as {
        readonly properties: Readonly<Record<string, { readonly type?: string; readonly anyOf?: unknown }>>;
        readonly additionalProperties: boolean;
      };
      const flags = command.options.map(({ long }) => long!.slice(2)).filter((key) => key !== "config");
      expect(Object.keys(properties).sort()).toEqual(["$schema", ...flags].sort());
      expect(additionalProperties).toBe(false);
      for (const [key, one] of Object.entries(properties)) {
        expect(one.type ?? one.anyOf, `${path.join(" ")} ${key}`).toBeDefined();
        // a placeholder of a number stands for one, and of a list for one
        const option = command.options.find(({ long }) => long === `--${key}`);
        if (/<(n|x|cost|length|time|seconds|share|m)>/.test(option?.flags ?? "")) {
          expect(["integer", "number"], `${path.join(" ")} ${key}`).toContain(one.type);
        }
        if (/,/.test(option?.flags ?? "")) expect(one.anyOf, `${path.join(" ")} ${key}`).toBeDefined();
      }
    }
  });

  it("says of values what the parser says", async () => {
    const { properties, allOf } = JSON.parse(await succeed("config-schema", "distance"));
    expect(properties.alpha).toMatchObject({ type: "number", minimum: 0, maximum: 1 });
    expect(properties.epsilon).toMatchObject({ type: "number", exclusiveMinimum: 0 });
    expect(properties.seed).toMatchObject({ type: "integer", minimum: 0, default: 0 });
    expect(properties.method).toMatchObject({ type: "string", default: "exact" });
    expect(properties.json).toMatchObject({ type: "boolean" });
    expect(properties.coords).toMatchObject({ anyOf: [{ type: "array" }, { type: "string" }] });
    expect(allOf).toContainEqual({ not: { required: ["blur", "epsilon"] } });
    const system = JSON.parse(await succeed("config-schema", "simulate", "langevin"));
    expect(system.properties.preset.enum).toEqual(["paper", "small"]);
  });

  it.each([
    [["clusster"], "no command 'clusster' with --config. (Did you mean cluster?)"],
    [["simulate"], "simulate takes a system; name one of diffusion, "],
    [["simulate", "difusion"], "(Did you mean simulate diffusion?)"],
    [["completion"], "no command 'completion' with --config"],
  ])("knows no %j", async (words, said) => {
    const { exitCode, output, error } = await run("config-schema", ...words);
    expect([exitCode, output]).toEqual([2, ""]);
    expect(error).toContain(said);
  });
});
