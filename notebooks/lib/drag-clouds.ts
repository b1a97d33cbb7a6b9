export type Place = readonly [number, number];

/** A group of points that the reader drags. */
export interface Cloud {
  readonly name: string;
  readonly colour: string;
  readonly places: readonly Place[];
}

/** Half of the side of the square that is seen. */
const REACH = 1;
const SIZE = 420;
const NAMESPACE = "http://www.w3.org/2000/svg";

/** An input whose value is the places of each cloud; points are dragged by pointer, or moved by the arrow keys when they have the focus. */
export function dragClouds(clouds: readonly Cloud[]): SVGSVGElement & { value: Place[][] } {
  const svg = Object.assign(element("svg"), { value: clouds.map(({ places }) => [...places]) });
  set(svg, { viewBox: `0 0 ${SIZE} ${SIZE}`, width: SIZE, height: SIZE, role: "group" });
  svg.style.cssText =
    "max-width: 100%; height: auto; border: 1px solid #ccc; touch-action: none; user-select: none";
  clouds.forEach(({ name, colour, places }, c) => {
    places.forEach((place, p) => {
      svg.append(handle(svg, { c, p, place, colour, label: `${name}, point ${p + 1}` }));
    });
  });
  return svg;
}

interface Handle {
  readonly c: number;
  readonly p: number;
  readonly place: Place;
  readonly colour: string;
  readonly label: string;
}

/** Of a step by an arrow key. */
const STEP = 0.05;
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

function handle(
  svg: SVGSVGElement & { value: Place[][] },
  { c, p, place, colour, label }: Handle,
): SVGCircleElement {
  const circle = element("circle");
  set(circle, {
    r: 9,
    fill: colour,
    stroke: "white",
    "stroke-width": 1.5,
    tabindex: 0,
    "aria-label": label,
    cursor: "grab",
  });
  const move = ([x, y]: Place): void => {
    const inside: Place = [clamp(x), clamp(y)];
    set(circle, {
      cx: (SIZE * (inside[0] + REACH)) / (2 * REACH),
      cy: (SIZE * (REACH - inside[1])) / (2 * REACH),
    });
    svg.value = svg.value.map((places, d) => (d === c ? places.with(p, inside) : places));
  };
  const tell = (): boolean => svg.dispatchEvent(new Event("input", { bubbles: true }));
  move(place);
  circle.onpointerdown = ({ pointerId }) => circle.setPointerCapture(pointerId);
  circle.onpointermove = (event) => {
    if (!circle.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = svg.getBoundingClientRect();
    move([
      REACH * ((2 * (event.clientX - left)) / width - 1),
      REACH * (1 - (2 * (event.clientY - top)) / height),
    ]);
    tell();
  };
  circle.onkeydown = (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault(); // the page would scroll
    const [x, y] = svg.value[c]![p]!;
    move([x + step[0], y + step[1]]);
    tell();
  };
  return circle;
}

function clamp(x: number): number {
  return Math.max(-0.97 * REACH, Math.min(0.97 * REACH, x));
}

function element<Name extends keyof SVGElementTagNameMap>(name: Name): SVGElementTagNameMap[Name] {
  return document.createElementNS(NAMESPACE, name);
}

function set(node: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}
