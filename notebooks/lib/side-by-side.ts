/** Pictures next to each other where there is room, else below each other; `widthOfTwo` says how wide each of two may be. */
export function sideBySide(...pictures: readonly Element[]): HTMLElement {
  const row = document.createElement("div");
  row.style.cssText =
    "display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 16px";
  row.append(...pictures.map(withoutMargins));
  return row;
}

/** Style sheets give figures margins, which would take the room of the second one. */
function withoutMargins(picture: Element): HTMLElement {
  const frame = document.createElement("div");
  frame.append(picture);
  if (picture instanceof HTMLElement) picture.style.margin = "0";
  return frame;
}
