import { canvas } from "./camera.js";
import { byId, data, OUTCOME_WORDS, pathOf, svg } from "./dom.js";
import { drawing } from "./drawing.js";
import { listedEdges } from "./wanted.js";

/** What a style sheet says of an element, as a file that has none must say it. */
const LOOKS = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
  "opacity",
];

/** The drawing as a file of its own: what is hidden is left out, and nothing is loaded. @returns {string} */
function svgText() {
  const { width, height } = drawing.view;
  const scene = /** @type {SVGGElement} */ (canvas.querySelector("#scene"));
  const copy = /** @type {SVGGElement} */ (scene.cloneNode(true));
  const [from, to] = [[...scene.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
  from.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const look of LOOKS) to[at]?.setAttribute(look, style.getPropertyValue(look));
  });
  for (const element of copy.querySelectorAll("[hidden], .reach")) element.remove();
  for (const element of [copy, ...copy.querySelectorAll("*")])
    for (const name of ["class", "tabindex", "role", "id"]) element.removeAttribute(name);
  copy.removeAttribute("transform");
  const ground = getComputedStyle(document.body).backgroundColor;
  const file = svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": data.title },
    svg("rect", { width, height, fill: ground }),
    copy,
  );
  return new XMLSerializer().serializeToString(file);
}

/** Pixels that browsers draw at most on a side. */
const MOST_PIXELS = 16_000;

function savePng() {
  const { width, height } = drawing.view;
  const scale = Math.min(2, MOST_PIXELS / Math.max(width, height, 1));
  const image = new Image();
  image.addEventListener("load", () => {
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
    sheet.getContext("2d")?.drawImage(image, 0, 0, sheet.width, sheet.height);
    sheet.toBlob((blob) => {
      if (blob !== null) download(blob, "png");
    }, "image/png");
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
}

/** A spreadsheet takes what begins with these for a formula (OWASP: CSV injection). @param {string | number} value */
function cell(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The connections that the filters leave. */
function csvText() {
  const rows = listedEdges().flatMap((at) => {
    const edge = data.edges[at];
    if (edge === undefined) return [];
    const { from, to, port, outcome, flows, change = "" } = edge;
    return [[pathOf(from), pathOf(to), port, OUTCOME_WORDS[outcome], flows, change]];
  });
  return [["from", "to", "port", "verdict", "events", "change"], ...rows]
    .map((row) => `${row.map(cell).join(",")}\r\n`)
    .join("");
}

/** @param {Blob} blob @param {string} ending */
function download(blob, ending) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = `service-map.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export function setUpSaving() {
  byId("save-svg").addEventListener("click", () => download(new Blob([svgText()], { type: "image/svg+xml" }), "svg"));
  byId("save-png").addEventListener("click", savePng);
  byId("save-csv").addEventListener("click", () => download(new Blob([csvText()], { type: "text/csv" }), "csv"));
}
