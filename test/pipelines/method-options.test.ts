import { describe, expect, it } from "vitest";
import { choiceList, givenOptions, optionFault, stopOf } from "../../pipelines/method-options.js";

const FLAGS = { size: "--size", blur: "--blur", epsilon: "--epsilon" } as const;
const CHOICES = {
  plain: { about: "a plain one", takes: ["size"] },
  soft: { about: "a soft one", takes: ["size", "blur", "epsilon"], needs: [["blur", "epsilon"]] },
} as const;

describe("options of a choice", () => {
  const fault = (chosen: string, given: { size?: number; blur?: number; epsilon?: number }) =>
    optionFault("--kind", CHOICES, chosen, FLAGS, given);

  it("are in place where the choice takes them and has what it needs", () => {
    expect(fault("plain", {})).toBeUndefined();
    expect(fault("plain", { size: 0 })).toBeUndefined();
    expect(fault("soft", { epsilon: 1 })).toBeUndefined();
  });

  it("are refused where it does not, in a sentence that says who takes them", () => {
    expect(fault("plain", { blur: 0 })).toBe(
      "--blur means nothing to --kind plain; it belongs to --kind soft",
    );
  });

  it("are asked for where they are needed", () => {
    expect(fault("soft", { size: 3 })).toBe("--kind soft needs --blur or --epsilon");
  });

  it("are repeated in a report where they were given, zeros too", () => {
    expect(givenOptions(FLAGS, { size: 0, blur: 2 })).toEqual({ size: 0, blur: 2 });
  });

  it("are listed for --help, each choice with what it takes", () => {
    expect(choiceList(CHOICES, FLAGS)).toBe(
      "  plain  a plain one\n         --size\n  soft   a soft one\n         --size --blur --epsilon",
    );
  });

  it("make a stopping rule of what was given alone", () => {
    expect(stopOf({ tolerance: 0 })).toEqual({ tolerance: 0 });
    expect(stopOf({ maxIterations: 7 })).toEqual({ maxIterations: 7 });
  });
});
