import { InvalidArgumentError } from "commander";
import { duration } from "../shared/flags.ts";

/** Nodes that come at a time, `50@2h` or `50@2h/5` (five a second). */
export interface Burst {
  readonly nodes: number;
  readonly at: number;
  /** Nodes a second. */
  readonly rate: number;
}

export function burst(text: string): Burst {
  const [, nodes, at = "", rate] = /^(\d+)@([^/]+)(?:\/(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  if (nodes === undefined || Number(nodes) === 0)
    throw new InvalidArgumentError(
      "Give nodes and a time, 50@2h, and nodes a second where they come more slowly, 50@2h/0.5.",
    );
  return { nodes: Number(nodes), at: duration(at), rate: rate === undefined ? 1 : Number(rate) };
}

/** A zone that is lost at a time, `eu-central-1a@1d`. */
export interface Loss {
  readonly zone: string;
  readonly at: number;
}

export function loss(text: string): Loss {
  const [zone = "", at, ...rest] = text.split("@");
  if (zone === "" || at === undefined || rest.length > 0)
    throw new InvalidArgumentError("Give a zone and a time, eu-central-1a@1d.");
  return { zone, at: duration(at) };
}

/** What a run may change of the operator, by the names of the chart's values. */
export const CHANGES = {
  prefixDelegation: "boolean",
  firstInterfaceIndex: "number",
  preAllocate: "number",
  minAllocate: "number",
  maxAllocate: "number",
  releaseExcessIps: "boolean",
  qps: "number",
  burst: "number",
} as const;
export type Change = keyof typeof CHANGES;

/** `qps=20` as its name and value. */
export function change(text: string): readonly [Change, number | boolean] {
  const [name = "", value, ...rest] = text.split("=");
  const kind = Object.hasOwn(CHANGES, name) ? CHANGES[name as Change] : undefined;
  if (kind === undefined || value === undefined || rest.length > 0)
    throw new InvalidArgumentError(`Give one of ${Object.keys(CHANGES).join(", ")} and its value, qps=20.`);
  if (kind === "boolean") {
    if (value === "true" || value === "false") return [name as Change, value === "true"];
    throw new InvalidArgumentError(`${name} is true or false.`);
  }
  const amount = Number(value);
  if (value !== "" && amount >= 0 && (Number.isInteger(amount) || name === "qps")) return [name as Change, amount];
  throw new InvalidArgumentError(`${name} is a number from 0 on.`);
}
