import { TOKEN_ROUTES, type TokenRouteName, tokenPath } from "../../src/index.js";
import { betweenNeighbours } from "./geodesic.js";
import type { PathKind } from "./kind.js";

/** Paths between lists of as many token vectors. */
export function tokenKind(name: TokenRouteName, about: string): PathKind {
  const route = TOKEN_ROUTES[name];
  return {
    about: `tokens: ${about}`,
    takes: route.unordered ? ["fixed"] : [],
    masses: () => "equal",
    tokens: true,
    walk: (items, { fixed }) => ({
      legs: betweenNeighbours(items, (s) =>
        tokenPath(route, items.measures[s]!, items.measures[s + 1]!, fixed ? { fixed } : {}),
      ),
      symbol: route.unordered ? "W2" : "distance in order",
      keepsMasses: true,
    }),
  };
}
