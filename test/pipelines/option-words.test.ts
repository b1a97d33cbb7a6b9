import { expect, it } from "vitest";
import { optionWords } from "../../pipelines/systems/option-words.js";

it.each([
  [
    "take a feedback of less than 40, or a larger blowUp",
    "take a --feedback of less than 40, or a larger --blow-up",
  ],
  [
    "goodRate of the agents is 3; take so many subSteps",
    "--good-rate of the agents is 3; take so many --sub-steps",
  ],
  ["every is 9; maps are taken at every n-th", "--every is 9; maps are taken at every n-th"],
  ["by 12.345678901 in step 3, 1.23456789e-7", "by 12.3457 in step 3, 1.23457e-7"],
  ["--blow-up is 2", "--blow-up is 2"],
])("%s", (said, worded) => {
  expect(optionWords(said, ["feedback", "blowUp", "goodRate", "subSteps", "every", "step"])).toBe(worded);
});
