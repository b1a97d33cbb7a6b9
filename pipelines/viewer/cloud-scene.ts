import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  type Camera,
  Color,
  EdgesGeometry,
  LineBasicMaterial,
  LineSegments,
  OrthographicCamera,
  PerspectiveCamera,
  Points,
  Scene,
  ShaderMaterial,
} from "three";
import type { PackedFrames, PackedPanel } from "./pack-frames.js";
import { type PanelReader, panelReader, WIDTH } from "./read-frames.js";

const VERTEX = `
attribute float size;
uniform float scale;
uniform float front;
varying float depth;
void main() {
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  depth = clamp((-place.z - front) / 2.6, 0.0, 1.0);
  gl_PointSize = size * scale / -place.z;
  gl_Position = projectionMatrix * place;
}`;

/** Discs; what is near is dark, what is far is light. */
const FRAGMENT = `
uniform vec3 near;
uniform vec3 far;
varying float depth;
void main() {
  vec2 offset = gl_PointCoord - 0.5;
  if (dot(offset, offset) > 0.25) discard;
  gl_FragColor = vec4(mix(near, far, depth), 1.0);
}`;

/** Of a cloud without a colour of its own. */
const BLUE = { near: [0.02, 0.16, 0.38], far: [0.55, 0.74, 0.92] } as const;
/** Half of the depth over which shades go from near to far. */
const HALF_DEPTH = 1.3;
/** Share of white in what is far. */
const PALE = 0.6;
const BOX_COLOUR = "#b6bec7";
const ANGLE = 38;
/** Distance at which a ball of radius 1 just fits into the picture, with room for what is written beside it. */
const FITTING = 3.4;
/** Where a cloud in space is seen from at first. */
const VIEW = [1.3, 0.9, 3.1] as const;

/** Clouds of a panel, with what changes when they play. */
export interface PanelScene {
  readonly scene: Scene;
  readonly show: (time: number) => void;
  /** Diameter of the largest particle in pixels of the screen. */
  readonly resize: (diameter: number) => void;
}

export interface PanelCamera {
  readonly camera: Camera;
  /** From the middle of the box. */
  readonly distance: number;
  readonly resize: (aspect: number) => void;
}

/** In the plane the box just fills the picture. */
export function panelCamera({ flat, half, axes }: PackedFrames): PanelCamera {
  if (flat) {
    const camera = new OrthographicCamera(-half[0], half[0], half[1], -half[1], 0.05, 50);
    camera.position.set(0, 0, 3);
    return { camera, distance: 3, resize: () => {} };
  }
  const camera = new PerspectiveCamera(ANGLE, 1, 0.05, 50);
  const usual = Math.hypot(...VIEW);
  const distance = axes.length > 0 ? Math.max(usual, FITTING * Math.hypot(...half)) : usual;
  const [x, y, z] = VIEW;
  camera.position.set((x / usual) * distance, (y / usual) * distance, (z / usual) * distance);
  return {
    camera,
    distance,
    resize: (aspect) => {
      camera.aspect = aspect;
      camera.updateProjectionMatrix();
    },
  };
}

export function panelScene(panel: PackedPanel, frames: PackedFrames, distance: number): PanelScene {
  const scene = new Scene();
  const geometry = new BufferGeometry();
  const { near, far } = shades(panel.colour);
  const material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      scale: { value: 1 },
      front: { value: distance - (frames.flat && panel.colour !== undefined ? 0 : HALF_DEPTH) },
      near: { value: near },
      far: { value: far },
    },
  });
  const points = new Points(geometry, material);
  points.frustumCulled = false;
  scene.add(points);
  if (!frames.flat && frames.axes.length > 0) scene.add(spaceBox(frames));
  const read = panelReader(panel, frames);
  return {
    scene,
    show: (time) => place(geometry, read, time),
    resize: (diameter) => {
      material.uniforms.scale!.value = diameter * distance;
    },
  };
}

function shades(colour: string | undefined): { near: readonly number[]; far: readonly number[] } {
  if (colour === undefined) return BLUE;
  const near = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return { near, far: near.map((part) => part + PALE * (1 - part)) };
}

function spaceBox({ half }: PackedFrames): LineSegments {
  const edges = new EdgesGeometry(new BoxGeometry(2 * half[0], 2 * half[1], 2 * half[2]));
  return new LineSegments(edges, new LineBasicMaterial({ color: new Color(BOX_COLOUR) }));
}

function place(geometry: BufferGeometry, read: PanelReader, time: number): void {
  const values = read(time);
  const count = values.length / WIDTH;
  const places = new Float32Array(3 * count);
  const sizes = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    places.set(values.subarray(i * WIDTH, i * WIDTH + 3), 3 * i);
    sizes[i] = values[i * WIDTH + 3]!;
  }
  geometry.setAttribute("position", new BufferAttribute(places, 3));
  geometry.setAttribute("size", new BufferAttribute(sizes, 1));
}
