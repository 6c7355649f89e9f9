// <thread-map>: draws the ordered list inside it as a thread. The list stays what it is, links in reading order, only moved
// beside the knots; without this script it is a plain ruled line of knots.
import { lying, strandsOf, trunkOf, upright } from "./thread-layout.js";

const svgName = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** @param {HTMLElement} item @returns {import("./thread-layout.js").Piece} */
const pieceOf = (item) => ({
  id: item.dataset.node ?? "",
  here: item.hasAttribute("data-here"),
  open: item.hasAttribute("data-open"),
  from: (item.dataset.grownFrom ?? "").split(/\s+/).filter(Boolean).map((edge) => {
    const [id = "", how = ""] = edge.split(":");
    return { id, how };
  }),
});

class ThreadMap extends HTMLElement {
  #width = 0;
  #watch = new ResizeObserver(() => { if (Math.round(this.clientWidth) !== this.#width) this.draw(); });
  #again = () => this.draw();

  connectedCallback() {
    this.#watch.observe(this);
    document.addEventListener("weft:shown", this.#again);
    void document.fonts.ready.then(this.#again);
    this.draw();
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    document.removeEventListener("weft:shown", this.#again);
  }

  draw() {
    const items = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(":scope > ol > li[data-node]")]);
    this.#width = Math.round(this.clientWidth);
    if (!items.length || this.#width < 120) return;
    const pieces = items.map(pieceOf);
    this.setAttribute("data-drawn", "");
    const heightOf = (/** @type {number} */ index, /** @type {number} */ room) => {
      const item = items[index];
      if (!item) return 0;
      item.style.inlineSize = `${Math.floor(room)}px`;
      return item.offsetHeight;
    };
    const flat = lying(pieces, heightOf, this.#width);
    const picture = flat ?? upright(pieces, heightOf, this.#width);
    this.setAttribute("data-drawn", flat ? "lying" : "upright");
    for (const [index, item] of items.entries()) {
      const at = picture.labels[index];
      item.style.insetInlineStart = `${at?.x ?? 0}px`;
      item.style.insetBlockStart = `${at?.y ?? 0}px`;
    }
    this.querySelector(":scope > svg")?.remove();
    this.prepend(this.#svg(pieces, picture));
  }

  /** @param {import("./thread-layout.js").Piece[]} pieces @param {import("./thread-layout.js").Picture} picture */
  #svg(pieces, picture) {
    const svg = shape("svg", { class: "thread", width: picture.width, height: Math.ceil(picture.height), viewBox: `0 0 ${picture.width} ${Math.ceil(picture.height)}`, "aria-hidden": "true" });
    const strands = strandsOf(pieces);
    const trunk = trunkOf(pieces, strands);
    for (const [index, path] of picture.strands.entries()) {
      const strand = strands[index];
      const aside = strand && !(trunk.has(strand.from) && trunk.has(strand.to));
      const loose = strand && pieces[strand.to]?.open;
      svg.append(shape("path", { d: path, class: `strand${aside ? " curved" : ""}${loose ? " loose" : ""}` }));
    }
    for (const [index, knot] of picture.knots.entries()) {
      const piece = pieces[index];
      const aside = !trunk.has(index);
      svg.append(shape("circle", { cx: knot.x, cy: knot.y, r: piece?.here ? 9 : aside ? 5 : 7, class: `knot${piece?.here ? " here" : ""}${aside ? " side" : ""}${piece?.open ? " loose" : ""}` }));
    }
    return svg;
  }
}

customElements.define("thread-map", ThreadMap);
