import { partial } from "../../src/index.js";
import { answer, type Method, type MethodOptions, running } from "./method.js";

export const partialMethod: Method = {
  about: "part of the mass: --mass to be moved, or --price of what is left",
  names: { cost: "cost (partial)", distance: "root of the cost" },
  takes: ["mass", "price"],
  needs: [["mass", "price"]],
  masses: "any",
  solve: (source, target, options, context) => {
    const transport = partial(source, target, { ...amountOf(options), ...running(context) });
    return answer(transport, { "mass moved": transport.moved, price: transport.price });
  },
};

function amountOf({ mass, price }: MethodOptions): { readonly mass: number } | { readonly price: number } {
  return mass === undefined ? { price: price! } : { mass }; // one of them is needed
}
