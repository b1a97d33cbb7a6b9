import type { ListSchema, ValueSchema } from "../commands/value-parser.js";

/** What the command line would say for a value of JSON, one text for each time that the option is given. */
export type OptionTexts = { readonly texts: readonly string[] } | { readonly fault: string };

/** The value of an option that takes one, as texts; or, in words, what it should have been. */
export function optionTexts(value: unknown, schema: ValueSchema): OptionTexts {
  if (schema.type !== "array") return scalarTexts(value, schema.type);
  if (typeof value === "string") return { texts: [value] };
  if (!Array.isArray(value) || value.length === 0) return { fault: "give a list, as in [1, 2]" };
  return "type" in schema.items && schema.items.type === "array"
    ? repeatedTexts(value, schema.items)
    : listText(value);
}

function scalarTexts(value: unknown, type: "integer" | "number" | "string"): OptionTexts {
  if (type === "string")
    return typeof value === "string" ? { texts: [value] } : { fault: 'give a text, as in "name"' };
  return typeof value === "number" ? { texts: [String(value)] } : { fault: "give a number, without quotes" };
}

function listText(values: readonly unknown[]): OptionTexts {
  if (!values.every((one) => typeof one === "number" || typeof one === "string")) {
    return { fault: "give a list of numbers or texts" };
  }
  // the command line has no way to say it, and the parser of lists would make two of it
  const split = values.find((one) => typeof one === "string" && one.includes(","));
  return split === undefined ? { texts: [values.join(",")] } : { fault: `"${split}" has a comma in it` };
}

function repeatedTexts(lists: readonly unknown[], schema: ListSchema): OptionTexts {
  const given = lists.every((one) => typeof one === "number") ? [lists] : lists;
  const texts: string[] = [];
  for (const list of given) {
    const one = optionTexts(list, schema);
    if ("fault" in one) return one;
    texts.push(...one.texts);
  }
  return { texts };
}
