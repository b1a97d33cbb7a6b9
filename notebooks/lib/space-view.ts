import {
  BufferAttribute,
  BufferGeometry,
  Color,
  PerspectiveCamera,
  Points,
  Scene,
  ShaderMaterial,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

/** Points in space that are drawn as discs of one colour. */
export interface SpaceCloud {
  readonly name: string;
  readonly colour: string;
  /** x1, y1, z1, x2, ...; about the origin. */
  readonly points: ArrayLike<number>;
}

export interface SpaceViewOptions {
  /** Says to readers who do not see it what the picture is of. */
  readonly label: string;
  /** Radius of the ball about the origin that just fits. */
  readonly reach: number;
  /** Width in pixels, where the page has so many, and width by height. */
  readonly most: number;
  readonly aspect: number;
  /** Diameter of a disc in pixels at the middle. */
  readonly dot?: number;
  /** Ends the view: a notebook hands its `invalidation` over. */
  readonly until: Promise<unknown>;
}

/** A picture of clouds in space; dragged (or by the arrow keys, when it has the focus) it turns. */
export interface SpaceView {
  readonly node: HTMLElement;
  readonly show: (clouds: readonly SpaceCloud[]) => void;
  /** Turns slowly by itself. */
  readonly spin: (on: boolean) => void;
}

const VERTEX = `
uniform float scale;
uniform float middle;
uniform float reach;
varying float depth;
void main() {
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  depth = clamp((-place.z - middle) / (2.0 * reach) + 0.5, 0.0, 1.0);
  gl_PointSize = scale * middle / -place.z;
  gl_Position = projectionMatrix * place;
}`;

/** Discs with a rim; what is far is pale. */
const FRAGMENT = `
uniform vec3 colour;
varying float depth;
void main() {
  vec2 offset = gl_PointCoord - 0.5;
  float radius = dot(offset, offset);
  if (radius > 0.25) discard;
  vec3 shade = radius > 0.16 ? 0.75 * colour : colour;
  gl_FragColor = vec4(mix(shade, vec3(1.0), 0.65 * depth), 1.0);
}`;

const ANGLE = 35;
/** Distance of the camera in reaches: the ball just fits. */
const DISTANCE = 3.6;
const VIEW = [0.35, 0.3, 0.88] as const;
/** Pixels: a figure that is not on the page yet has none. */
const LEAST = 200;
/** Radians by an arrow key. */
const TURN = Math.PI / 18;
const SPIN_SPEED = 2;
const ARROWS: Readonly<Record<string, number>> = { ArrowLeft: -TURN, ArrowRight: TURN };

export function spaceView(options: SpaceViewOptions): SpaceView {
  const { label, reach, most, aspect, dot = 8, until } = options;
  const node = document.createElement("figure");
  const key = document.createElement("figcaption");
  const renderer = rendererOf();
  if (!renderer) {
    node.textContent = `${label}: this browser has no WebGL, so there is no picture in space`;
    return { node, show: () => {}, spin: () => {} };
  }
  const canvas = renderer.domElement;
  node.style.cssText = `margin: 0; max-width: ${most}px`;
  key.style.cssText =
    "display: flex; flex-wrap: wrap; gap: 0.2em 1.2em; font: 13px/1.5 var(--sans-serif, sans-serif)";
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
  renderer.setClearColor(0xffffff);
  canvas.style.cssText = "display: block; box-sizing: border-box; border: 1px solid #ccc; cursor: grab";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  node.append(canvas, key);

  const scene = new Scene();
  const camera = new PerspectiveCamera(ANGLE, aspect, 0.1 * reach, 10 * reach);
  const distance = DISTANCE * reach * Math.max(1, 1 / aspect);
  const [x, y, z] = VIEW;
  camera.position.set(x * distance, y * distance, z * distance);
  const controls = new OrbitControls(camera, canvas);
  controls.enablePan = false;
  controls.enableZoom = false; // the wheel belongs to the page
  canvas.style.touchAction = "pan-y"; // the controls take all touches, and a phone could not scroll past
  controls.autoRotateSpeed = SPIN_SPEED;
  const draw = (): void => renderer.render(scene, camera);
  controls.addEventListener("change", draw);
  const resize = (): void => {
    const width = Math.max(LEAST, node.clientWidth);
    renderer.setSize(width, Math.round(width / aspect));
    draw();
  };
  const watch = new ResizeObserver(resize);
  watch.observe(node);
  canvas.onkeydown = (event) => {
    const angle = ARROWS[event.key];
    if (angle === undefined) return;
    event.preventDefault(); // the page would scroll
    camera.position.applyAxisAngle(camera.up, angle);
    controls.update();
    draw();
  };
  void until.then(() => {
    watch.disconnect();
    renderer.setAnimationLoop(null);
    controls.dispose();
    clear(scene);
    renderer.dispose();
    renderer.forceContextLoss(); // browsers keep few contexts
  });
  return {
    node,
    show: (clouds) => {
      clear(scene);
      const size = dot * renderer.getPixelRatio();
      for (const cloud of clouds) scene.add(drawn(cloud, size, distance, reach));
      key.replaceChildren(...clouds.map(keyOf));
      draw();
    },
    spin: (on) => {
      controls.autoRotate = on;
      renderer.setAnimationLoop(on ? () => controls.update() : null);
    },
  };
}

function rendererOf(): WebGLRenderer | undefined {
  try {
    return new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  } catch {
    return undefined;
  }
}

function drawn({ points, colour }: SpaceCloud, scale: number, middle: number, reach: number): Points {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(points), 3));
  const material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      scale: { value: scale },
      middle: { value: middle },
      reach: { value: reach },
      colour: { value: new Color().setStyle(colour, "") }, // as it stands: no conversion
    },
  });
  const cloud = new Points(geometry, material);
  cloud.frustumCulled = false;
  return cloud;
}

function clear(scene: Scene): void {
  for (const cloud of scene.children as Points<BufferGeometry, ShaderMaterial>[]) {
    cloud.geometry.dispose();
    cloud.material.dispose();
  }
  scene.clear();
}

function keyOf({ name, colour }: SpaceCloud): HTMLElement {
  const entry = document.createElement("span");
  const disc = document.createElement("span");
  disc.style.cssText = `display: inline-block; width: 0.75em; height: 0.75em; border-radius: 50%; margin-right: 0.4em; background: ${colour}`;
  entry.append(disc, name);
  return entry;
}
