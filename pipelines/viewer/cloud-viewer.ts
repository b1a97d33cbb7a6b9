/**
 * Runs in the page of a report, bundled with three.js by scripts/build-viewer.mjs: makes every `.cloud` figure a point cloud that
 * can be turned and played. Where there is no WebGL the still pictures, which stand in the figure, stay.
 */
import {
  BufferAttribute,
  BufferGeometry,
  PerspectiveCamera,
  Points,
  Scene,
  ShaderMaterial,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { PackedFrames } from "./pack-frames.js";

/** Numbers of a particle: three coordinates and a size. */
const WIDTH = 4;
const LARGEST = 65535;
/** Seconds from the first frame to the last. */
const DURATION = 6;

const VERTEX = `
attribute float size;
uniform float scale;
varying float depth;
void main() {
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  depth = clamp((-place.z - 2.2) / 2.6, 0.0, 1.0);
  gl_PointSize = size * scale / -place.z;
  gl_Position = projectionMatrix * place;
}`;

/** Discs; what is near is dark, what is far is light. */
const FRAGMENT = `
varying float depth;
void main() {
  vec2 offset = gl_PointCoord - 0.5;
  if (dot(offset, offset) > 0.25) discard;
  gl_FragColor = vec4(mix(vec3(0.02, 0.16, 0.38), vec3(0.55, 0.74, 0.92), depth), 1.0);
}`;

interface Cloud {
  readonly show: (time: number) => void;
  readonly resize: () => void;
}

function unpack(text: string): Uint16Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Uint16Array(bytes.buffer);
}

/** Places of all frames, in a cube of side 2 about the origin, and sizes of 0 to 1. */
function frameReader(frames: PackedFrames): (k: number) => Float32Array {
  const packed = unpack(frames.data);
  const starts: number[] = [];
  let at = 0;
  for (const count of frames.counts) {
    starts.push(at);
    at += count * WIDTH;
  }
  return (k) => {
    const values = new Float32Array(frames.counts[k]! * WIDTH);
    for (let p = 0; p < values.length; p++) {
      const value = packed[starts[k]! + p]! / LARGEST;
      values[p] = p % WIDTH === WIDTH - 1 ? value : 2 * value - 1;
    }
    return values;
  };
}

/** Between two frames of the same particles each goes straight; otherwise the nearer frame is shown. */
function atTime(read: (k: number) => Float32Array, frames: PackedFrames, time: number): Float32Array {
  const k = Math.min(Math.floor(time), frames.counts.length - 1);
  const part = time - k;
  const next = Math.min(k + 1, frames.counts.length - 1);
  if (!frames.linked || part === 0) return read(part < 0.5 ? k : next);
  const from = read(k);
  const to = read(next);
  return from.map((value, p) => value + part * (to[p]! - value));
}

function makeCloud(canvas: HTMLCanvasElement, frames: PackedFrames): Cloud {
  const renderer = new WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  renderer.setClearColor(0xffffff);
  const camera = new PerspectiveCamera(38, 1, 0.05, 50);
  const scene = new Scene();
  const geometry = new BufferGeometry();
  const material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { scale: { value: 1 } },
  });
  const points = new Points(geometry, material);
  points.frustumCulled = false;
  scene.add(points);
  camera.up.copy(new Vector3(0, 1, 0));
  camera.position.set(frames.flat ? 0 : 1.3, frames.flat ? 0 : 0.9, frames.flat ? 3.3 : 3.1);
  const controls = new OrbitControls(camera, canvas);
  controls.enablePan = false;
  controls.enableZoom = false; // the wheel belongs to the page
  const read = frameReader(frames);
  const draw = (): void => renderer.render(scene, camera);
  controls.addEventListener("change", draw);
  return {
    show: (time) => {
      const values = atTime(read, frames, time);
      const count = values.length / WIDTH;
      const places = new Float32Array(3 * count);
      const sizes = new Float32Array(count);
      for (let i = 0; i < count; i++) {
        places.set(values.subarray(i * WIDTH, i * WIDTH + 3), 3 * i);
        sizes[i] = values[i * WIDTH + 3]!;
      }
      geometry.setAttribute("position", new BufferAttribute(places, 3));
      geometry.setAttribute("size", new BufferAttribute(sizes, 1));
      draw();
    },
    resize: () => {
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
      renderer.setSize(width, height, false);
      camera.aspect = width / height;
      camera.updateProjectionMatrix();
      material.uniforms.scale!.value = frames.dot * height * renderer.getPixelRatio();
      draw();
    },
  };
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
    const cloud = makeCloud(part(figure, "canvas"), frames);
    cloud.resize();
    connect(figure, frames, cloud);
    part<HTMLElement>(figure, ".cloud-stills").hidden = true;
  } catch {
    stage.hidden = true; // no WebGL: the stills stay
  }
}

for (const figure of document.querySelectorAll(".cloud")) start(figure);
