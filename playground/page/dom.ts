type Attributes = Readonly<Record<string, string | boolean | undefined>>;
type Child = Node | string | undefined;

/** An element with its attributes and children; text stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** The element with an id, which the page has. */
export const part = (id: string): HTMLElement => partAs(id, HTMLElement);

/** The same, of a kind. */
export function partAs<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.querySelector(`#${id}`);
  if (found instanceof kind) return found;
  throw new Error(`The page has no #${id} of its kind.`);
}

export const count = (many: number, word: string): string => `${String(many)} ${word}${many === 1 ? "" : "s"}`;
