import type { GivenFile } from "../tasks/read-collection.ts";

/** What the reader chose; `refused` is a sentence that says why it is not read. */
export interface ChosenFiles {
  readonly files: readonly GivenFile[];
  readonly refused?: string;
}

export interface FileDropOptions {
  /** What there is before the reader chooses. */
  readonly example: readonly GivenFile[];
  /** Name of the example, for its button. */
  readonly exampleName: string;
  /** Bytes of all files together at most. */
  readonly most: number;
  /** Takes what was set up on the page away: a notebook hands its `invalidation` over. */
  readonly until: Promise<unknown>;
}

/** An input of files, by drop or by choice; they are read in the page and go nowhere. */
export function fileDrop({
  example,
  exampleName,
  most,
  until,
}: FileDropOptions): HTMLElement & { value: ChosenFiles } {
  const box = document.createElement("div");
  const choose = Object.assign(document.createElement("input"), { type: "file", multiple: true });
  const back = Object.assign(document.createElement("button"), { type: "button", textContent: exampleName });
  const state = document.createElement("p");
  box.setAttribute("role", "group");
  box.style.cssText =
    "max-width: 640px; box-sizing: border-box; padding: 1em; border: 2px dashed #717581; border-radius: 8px; font: 15px/1.5 var(--sans-serif, sans-serif)";
  state.style.margin = "0.5em 0 0";
  choose.style.maxWidth = "100%";
  choose.setAttribute("aria-label", "files to analyse");
  box.append("Drop a file or several here, or ", choose, " or go back to ", back, state);
  const input = Object.assign(box, { value: { files: example } as ChosenFiles });
  let turn = 0;

  async function take(chosen: readonly File[]): Promise<void> {
    const mine = ++turn;
    const value = await readFiles(chosen, most);
    if (mine === turn) set(value, chosen.map(({ name }) => name).join(", ")); // else others were chosen meanwhile
  }
  function set(value: ChosenFiles, names: string): void {
    state.textContent = `Here: ${names}`;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  state.textContent = `Here: ${exampleName}`;
  choose.oninput = (event) => event.stopPropagation(); // the value is there only when the bytes are
  choose.onchange = () => void take([...(choose.files ?? [])]);
  back.onclick = () => {
    turn++;
    choose.value = "";
    set({ files: example }, exampleName);
  };
  box.ondrop = ({ dataTransfer }) => void take([...(dataTransfer?.files ?? [])]);
  keepPage(until);
  return input;
}

/** A file that is dropped beside the box would take the place of the page. */
function keepPage(until: Promise<unknown>): void {
  const stay = (event: Event): void => event.preventDefault();
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, stay);
    void until.then(() => removeEventListener(name, stay));
  }
}

async function readFiles(chosen: readonly File[], most: number): Promise<ChosenFiles> {
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  if (chosen.length === 0)
    return refused("Nothing was dropped that is a file; drop files, not text or a link.");
  if (size > most) {
    const what = chosen.length === 1 ? `${chosen[0]!.name} has` : `These ${chosen.length} files have`;
    return refused(
      `${what} ${megabytes(size)}, and a page takes ${megabytes(most)} at most; use a part of it, or the command line, which reads what does not fit into memory.`,
    );
  }
  try {
    const files = await Promise.all(
      chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    return { files };
  } catch {
    return refused("The browser could not read that; a folder has to be given as the files in it.");
  }
}

function refused(sentence: string): ChosenFiles {
  return { files: [], refused: sentence };
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
