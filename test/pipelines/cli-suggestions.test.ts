import { describe, expect, it } from "vitest";
import { didYouMean } from "../../pipelines/commands/did-you-mean.js";
import { run } from "./run-program.js";

describe("did you mean", () => {
  it.each([
    ["svn", ["svm", "rbf", "knn"], " (Did you mean svm?)"],
    ["kmeans", ["k-means", "gaussian"], " (Did you mean k-means?)"],
    ["K_Means", ["k-means", "k-medoids"], " (Did you mean k-means?)"],
    ["referenceSize", ["reference", "reference-size"], " (Did you mean reference-size?)"],
    ["barycentre", ["gaussian", "barycenter"], " (Did you mean barycenter?)"],
    ["--k", ["k", "kappa"], " (Did you mean k?)"],
    ["teh", ["the", "then"], " (Did you mean the?)"], // two letters exchanged are one mistake
    ["w", ["w2", "hk"], " (Did you mean w2?)"],
    ["hx", ["hk", "ha", "opt"], " (Did you mean one of hk, ha?)"],
    ["magic", ["k-means", "k-medoids", "hierarchical"], ""],
    ["", ["hk"], ""],
    ["x", [], ""],
  ])("%j among %j: %s", (word, candidates, sentence) => {
    expect(didYouMean(word, candidates)).toBe(sentence);
  });

  it("costs little for a long word", () => {
    expect(didYouMean("x".repeat(10_000_000), ["k-means"])).toBe("");
  });

  it.each([
    [["clutser", "data"], "(Did you mean cluster?)"],
    [["simulate", "difusion"], "(Did you mean diffusion?)"],
    [["steady-state", "doublewell"], "(Did you mean double-well?)"],
    [["cluster", "data", "--k", "2", "--metrc", "hk"], "(Did you mean --metric?)"],
    [["simulate", "diffusion", "--particels", "5"], "(Did you mean --particles?)"],
    [["cluster", "data", "--k", "2", "--method", "kmeans"], "(Did you mean k-means?)"],
    [["classify", "data", "--label", "x", "--reference", "barycentre"], "(Did you mean barycenter?)"],
    [["distance", "a", "b", "--method", "sinkhron"], "(Did you mean sinkhorn?)"],
    [["segment", "cube", "--methods", "hk,kmeans"], "(Did you mean k-means?)"],
    [["simulate", "diffusion", "--preset", "papper"], "(Did you mean paper?)"],
    [["simulate", "diffusion", "--variants", "avereged"], "Give each once"],
    [["data/apes"], "A command comes first, as in: pushforward info data/apes"],
    [["bunny.ply", "--json"], "A command comes first, as in: pushforward info bunny.ply"],
    [["cluster", "data", "-k", "3"], "Options have two hyphens, as in --k"],
    [["--seed", "3", "info", "data"], "Options stand after the command"],
    [["info", "-"], "'-' is no file"],
    [["help", "clutser"], "no command 'clutser'. (Did you mean cluster?)"],
    [["help", "simulate", "difusion"], "(Did you mean simulate diffusion?)"],
  ])("%j: %s", async (argv, words) => {
    const { exitCode, output, error } = await run(...argv);
    expect([exitCode, output]).toEqual([2, ""]);
    expect(error).toContain(words);
  });
});
