import { readFileSync } from "node:fs";
import type { OwnRates } from "../../core/plan/money.ts";
import { PRICES } from "../../core/facts/prices.ts";
import { suggest } from "../../core/facts/suggest.ts";
import { CallError } from "../shared/errors.ts";

/** Reads a file of own prices: `{"eksCluster": 0.1, "ec2:m6i.xlarge": 0.23}`, USD by the names of docs/costs.md. */
export function readRates(file: string): OwnRates {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new CallError(
      `--prices ${file} cannot be read as JSON. It holds one object, {"eksCluster": 0.1, "ec2:m6i.xlarge": 0.23}.`,
    );
  }
  const entries =
    typeof content === "object" && content !== null && !Array.isArray(content) ? Object.entries(content) : [];
  const faults =
    entries.length === 0 ? ["it holds no price"] : entries.flatMap(([name, value]) => faultOf(name, value));
  if (faults.length > 0) throw new CallError(faults.map((fault) => `--prices ${file}: ${fault}.`).join("\n"));
  return Object.fromEntries(entries);
}

function faultOf(name: string, value: unknown): string[] {
  const known = Object.keys(PRICES);
  if (!known.includes(name) && !/^ec2:[a-z0-9-]+\.[a-z0-9-]+$/.test(name)) {
    const [near] = suggest(name, known);
    return [
      `${name} is no price; ${near === undefined ? `they are ${known.join(", ")} and ec2:<instance type>` : `did you mean ${near}?`}`,
    ];
  }
  return typeof value === "number" && value >= 0
    ? []
    : [`${name} is ${JSON.stringify(value)}, and must be a number of US dollars`];
}
