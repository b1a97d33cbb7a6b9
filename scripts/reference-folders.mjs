/**
 * A plugin of TypeDoc: the reference has the doors of the package by the names that they are imported by, and behind each
 * the folders of the house as chapters. What a doc comment says of a part of an argument (`@param options.stop ...`) becomes
 * a line below that argument.
 */
import { Comment, CommentTag, Converter, ReflectionKind } from "typedoc";

/** Entry file without its ending, as TypeDoc names a module, to the name in `import`. */
const DOORS = new Map([
  ["src", "pushforward"],
  ["loaders", "pushforward/loaders"],
  ["loaders/node", "pushforward/loaders/node"],
  ["pipelines", "pushforward/pipelines"],
]);

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const door of project.getChildrenByKind(ReflectionKind.Module)) {
      door.name = DOORS.get(door.name) ?? door.name;
      for (const child of door.children ?? []) fileUnder(folderOf(project, child), child);
    }
    for (const signature of project.getReflectionsByKind(ReflectionKind.CallSignature)) foldParts(signature);
  });
}

/** "lot" for src/lot/log-map.ts; files directly behind a door have its name. */
function folderOf(project, reflection) {
  const id = project.getSymbolIdFromReflection(reflection);
  const folders = (id?.packagePath ?? "").split("/").slice(0, -1);
  return folders[1] ?? folders[0] ?? "other";
}

/** Functions are filed by their signatures, everything else by itself. */
function fileUnder(folder, reflection) {
  for (const one of reflection.signatures ?? [reflection]) {
    one.comment ??= new Comment();
    one.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: folder }]));
  }
}

function foldParts({ comment, parameters = [] }) {
  if (!comment || parameters.length === 0) return;
  const names = new Set(parameters.map(({ name }) => name));
  const isPart = ({ tag, name }) => tag === "@param" && !names.has(name);
  const parts = comment.blockTags.filter(isPart);
  comment.blockTags = comment.blockTags.filter((tag) => !isPart(tag));
  for (const { name, content } of parts) {
    const line = [{ kind: "text", text: `\n- \`${name.replace(/,$/, "")}\`: ` }, ...content];
    const argument = name.split(".")[0];
    const owner = names.has(argument) ? argument : parameters.at(-1).name; // options, taken apart in the head
    argumentTag(comment, owner).content.push(...line);
  }
}

function argumentTag(comment, owner) {
  const found = comment.blockTags.find((tag) => tag.tag === "@param" && tag.name === owner);
  if (found) return found;
  const fresh = new CommentTag("@param", []);
  fresh.name = owner;
  comment.blockTags.push(fresh);
  return fresh;
}
