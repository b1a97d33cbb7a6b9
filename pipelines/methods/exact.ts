import { exact, oneD } from "../../src/index.js";
import { answer, type Method, running, W2 } from "./method.js";

export const exactMethod: Method = {
  about: "optimal plan, gap closed (the default)",
  names: W2,
  takes: [],
  masses: "equal",
  solve: (source, target, _, context) => answer(exact(source, target, running(context))),
};

export const oneDMethod: Method = {
  about: "the same for points on a line, by sorting",
  names: W2,
  takes: [],
  masses: "equal",
  solve: (source, target) => answer(oneD(source, target)),
};
