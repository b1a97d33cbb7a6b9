/** Frames that are shown one after the other while more of them come; the reader may stop it and go to any. */
export interface Film<Frame> {
  readonly node: HTMLElement;
  readonly add: (frame: Frame) => void;
}

export interface FilmOptions<Frame> {
  /** A picture of one frame, for so many pixels; those so far are given for curves. */
  readonly draw: (frame: Frame, soFar: readonly Frame[], width: number) => Element;
  /** Name of the slider. */
  readonly label: string;
  /** What stands beside the slider. */
  readonly caption: (frame: Frame) => string;
  /** Ends the film: a notebook hands its `invalidation` over. */
  readonly until: Promise<unknown>;
}

/** Milliseconds from frame to frame. */
const PACE = 120;

/** Readers who ask for less motion see the newest frame, and the slider. */
const CALM = "(prefers-reduced-motion: reduce)";

export function film<Frame>({ draw, label, caption, until }: FilmOptions<Frame>): Film<Frame> {
  const frames: Frame[] = [];
  const { node, picture, slider, button, text } = parts(label);
  const calm = matchMedia(CALM).matches;
  let shown = -1;
  let playing = true;

  function show(index: number): void {
    shown = index;
    slider.max = String(frames.length - 1);
    slider.value = String(index);
    text.textContent = caption(frames[index]!);
    const width = node.clientWidth; // 0 while it is on no page
    if (width > 0) picture.replaceChildren(draw(frames[index]!, frames.slice(0, index + 1), width));
  }
  function play(on: boolean): void {
    playing = on;
    button.textContent = on ? "pause" : "play";
  }
  const timer = setInterval(() => {
    if (playing && shown < frames.length - 1) show(calm ? frames.length - 1 : shown + 1);
  }, PACE);
  const watch = new ResizeObserver(() => shown >= 0 && show(shown));
  watch.observe(node);
  void until.then(() => {
    clearInterval(timer);
    watch.disconnect();
  });
  slider.oninput = (event) => {
    event.stopPropagation(); // the film is no input of other cells
    play(false);
    show(Number(slider.value));
  };
  button.onclick = () => {
    play(!playing);
    if (playing && shown === frames.length - 1) show(0);
  };
  play(true);
  return { node, add: (frame) => frames.push(frame) };
}

function parts(label: string) {
  const node = document.createElement("div");
  const picture = document.createElement("div");
  const bar = document.createElement("div");
  const slider = Object.assign(document.createElement("input"), { type: "range", min: "0", step: "1" });
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const text = document.createElement("output");
  slider.setAttribute("aria-label", label);
  node.style.cssText = "max-width: 900px";
  bar.style.cssText =
    "display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; font: 14px/1.5 var(--sans-serif, sans-serif)";
  slider.style.flex = "1 1 180px";
  text.style.cssText = "flex: 1 1 180px; font-variant-numeric: tabular-nums";
  bar.append(button, slider, text);
  node.append(bar, picture);
  return { node, picture, slider, button, text };
}
