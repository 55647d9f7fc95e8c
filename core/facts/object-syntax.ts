/*
 * What the API server takes as names, labels and quantities: kubernetes/apimachinery pkg/util/validation/validation.go and
 * pkg/api/resource/quantity.go.
 */

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const LONGEST_LABEL = 63;
const LONGEST_SUBDOMAIN = 253;

export const DNS_SUBDOMAIN = `lower-case letters, digits, "-" and ".", ${String(LONGEST_SUBDOMAIN)} characters at most`;
export const QUALIFIED_NAME = `a name of letters, digits, "-", "_" and ".", ${String(LONGEST_LABEL)} characters at most, or a domain, "/" and such a name`;
export const LABEL_VALUE = `text of letters, digits, "-", "_" and ".", ${String(LONGEST_LABEL)} characters at most`;
export const QUANTITY_WORDS = "a quantity such as 100m, 0.5, 512Mi or 2Gi";

export const isDnsLabel = (text: string): boolean => text.length <= LONGEST_LABEL && LABEL.test(text);

export const isDnsSubdomain = (text: string): boolean =>
  text.length <= LONGEST_SUBDOMAIN && text.split(".").every((part) => LABEL.test(part));

/** A key of labels, annotations, node selectors and taints: `team`, `example.com/team`. */
export function isQualifiedName(text: string): boolean {
  const [first = "", second, ...more] = text.split("/");
  const name = second ?? first;
  if (more.length > 0 || (second !== undefined && !isDnsSubdomain(first))) return false;
  return name.length <= LONGEST_LABEL && NAME.test(name);
}

export const isLabelValue = (text: string): boolean => text === "" || (text.length <= LONGEST_LABEL && NAME.test(text));

const SCALES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity as a number: `500m` is 0.5. Undefined where the API server would not read it. */
export function quantityOf(value: unknown): number | undefined {
  const [, digits, suffix = ""] = QUANTITY.exec(String(value)) ?? [];
  if (digits === undefined || (typeof value !== "string" && typeof value !== "number")) return undefined;
  return /^[eE]./.test(suffix) ? Number(`${digits}${suffix}`) : Number(digits) * (SCALES[suffix] ?? 1);
}
