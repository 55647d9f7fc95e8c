/** @typedef {import("../data.ts").PageData} PageData */
/** @typedef {import("../data.ts").PageView} PageView */
/** @typedef {import("../data.ts").PageEdge} PageEdge */

// Names come from whoever sends packets, so text reaches the document as text nodes and attributes alone, never as markup.

/** @type {PageData} */
export const data = JSON.parse(byId("data").textContent ?? "");

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

/** @param {Element} node @param {Record<string, string | number>} attributes @param {(Node | string)[]} children */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
}

/**
 * An HTML element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 */
export function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

/**
 * An SVG element.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(node, attributes, children);
  return node;
}

/** @param {string} text @param {() => void} act @param {Record<string, string>} [attributes] */
export function button(text, act, attributes = {}) {
  const node = html("button", { type: "button", ...attributes }, text);
  node.addEventListener("click", act);
  return node;
}

/** A button that is not an HTML one: click, Enter and Space. @param {SVGElement} node @param {() => void} act */
export function pressable(node, act) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
}

export const OUTCOME_WORDS = {
  allowed: "allowed",
  audited: "audited: a policy would deny it",
  partly: "partly denied",
  denied: "denied",
};

/** @param {keyof typeof OUTCOME_WORDS} outcome */
export function badge(outcome) {
  return html("span", { class: `badge ${outcome}` }, OUTCOME_WORDS[outcome]);
}

/** @param {number} at */
export const nameOf = (at) => data.nodes[at]?.name ?? "";
/** Namespace and name; the cluster too where there are several. @param {number} at */
export const pathOf = (at) => data.nodes[at]?.path ?? "";
