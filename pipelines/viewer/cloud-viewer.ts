/**
 * Runs in the page of a report, bundled with three.js by scripts/build-viewer.mjs: makes every `.cloud` figure panels of point
 * clouds that can be played and, in space, turned. Where there is no WebGL the still pictures, which stand in the figure, stay.
 */
import { WebGLRenderer } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { panelCamera, panelScene } from "./cloud-scene.js";
import type { PackedFrames } from "./pack-frames.js";
import { drawPanelFrames } from "./panel-frame.js";
import { type Layout, panelLayout } from "./panel-layout.js";
import { writeSpaceAxes } from "./space-box.js";

/** Seconds from the first frame to the last. */
const DURATION = 6;

interface Cloud {
  readonly show: (time: number) => void;
  readonly resize: () => void;
}

function makeCloud(figure: Element, frames: PackedFrames): Cloud {
  const canvas = part<HTMLCanvasElement>(figure, "canvas");
  const [around, beside] = figure.querySelectorAll(".cloud-view g");
  if (!around || !beside) throw new Error("the figure has no place for names");
  const renderer = new WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  renderer.setClearColor(0xffffff);
  const { camera, distance, resize } = panelCamera(frames);
  const scenes = frames.panels.map((panel) => panelScene(panel, frames, distance));
  let layout: Layout = panelLayout(frames, canvas.clientWidth);
  const draw = (): void => {
    renderer.setScissorTest(false);
    renderer.clear();
    renderer.setScissorTest(true);
    layout.plots.forEach(({ x, y, width, height }, p) => {
      const bottom = layout.height - y - height;
      renderer.setViewport(x, bottom, width, height);
      renderer.setScissor(x, bottom, width, height);
      renderer.render(scenes[p]!.scene, camera);
    });
    if (!frames.flat) writeSpaceAxes(beside, frames, layout, camera);
  };
  if (!frames.flat) turned(camera, canvas, draw);
  return {
    show: (time) => {
      for (const scene of scenes) scene.show(time);
      draw();
    },
    resize: () => {
      if (canvas.clientWidth === 0) return; // not shown
      layout = panelLayout(frames, canvas.clientWidth);
      const { width, height } = layout.plots[0]!;
      canvas.style.height = `${layout.height}px`;
      renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
      renderer.setSize(canvas.clientWidth, layout.height, false);
      resize(width / height);
      for (const scene of scenes) scene.resize(frames.dot * height * renderer.getPixelRatio());
      drawPanelFrames(around, frames, layout);
      draw();
    },
  };
}

/** By dragging; the wheel belongs to the page. */
function turned(
  camera: ReturnType<typeof panelCamera>["camera"],
  canvas: HTMLCanvasElement,
  draw: () => void,
): void {
  const controls = new OrbitControls(camera, canvas);
  controls.enablePan = false;
  controls.enableZoom = false;
  canvas.style.cursor = "grab";
  controls.addEventListener("change", draw);
}

function part<E extends Element>(figure: Element, selector: string): E {
  const found = figure.querySelector<E>(selector);
  if (!found) throw new Error(`the figure has no ${selector}`);
  return found;
}

/** Play, pause and slider. */
function connect(figure: Element, frames: PackedFrames, cloud: Cloud): void {
  const slider = part<HTMLInputElement>(figure, "input");
  const button = part<HTMLButtonElement>(figure, "button");
  const label = part<HTMLOutputElement>(figure, "output");
  const last = frames.titles.length - 1;
  const go = (time: number): void => {
    slider.value = String(time);
    label.textContent = frames.titles[Math.round(time)] ?? "";
    cloud.show(time);
  };
  let playing = 0;
  const stop = (): void => {
    cancelAnimationFrame(playing);
    playing = 0;
    button.textContent = "Play";
  };
  const play = (): void => {
    const start = Number(slider.value) >= last ? 0 : Number(slider.value);
    const begun = performance.now();
    button.textContent = "Pause";
    const next = (now: number): void => {
      const time = Math.min(last, start + ((now - begun) / 1000 / DURATION) * last);
      go(Math.max(0, time));
      if (time < last) playing = requestAnimationFrame(next);
      else stop();
    };
    playing = requestAnimationFrame(next);
  };
  button.addEventListener("click", () => (playing === 0 ? play() : stop()));
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  new ResizeObserver(cloud.resize).observe(part(figure, "canvas"));
  go(0);
}

function start(figure: Element): void {
  const frames: PackedFrames = JSON.parse(part(figure, "script").textContent ?? "");
  const stage = part<HTMLElement>(figure, ".cloud-stage");
  stage.hidden = false; // a canvas that is not shown has no size
  try {
    const cloud = makeCloud(figure, frames);
    cloud.resize();
    connect(figure, frames, cloud);
    part<HTMLElement>(figure, ".cloud-stills").hidden = true;
  } catch {
    stage.hidden = true; // no WebGL: the stills stay
  }
}

for (const figure of document.querySelectorAll(".cloud")) start(figure);
