import { LineCounter } from "yaml";
import type { Held } from "../../core/fleet/addresses.ts";
import { isObject } from "../../core/model/json.ts";
import { cidrFault } from "../../core/net/cidr.ts";
import { contentOf } from "../stack-file.ts";
import { StackFileError } from "../stack.ts";

const POOLS = ["vpc", "pods"] as const;

/** Reads what `fleet addresses` has written; throws a StackFileError that names every fault. */
export function parseAllocations(text: string, shownAs: string): Readonly<Record<string, Held>> {
  const { content } = contentOf(text, shownAs, new LineCounter());
  const clusters = isObject(content) ? content["clusters"] : undefined;
  if (!isObject(clusters)) throw new StackFileError(`${shownAs}: ${MEND}`);
  const faults: string[] = [];
  const read = Object.entries(clusters).map(([name, held]) => {
    const entries = isObject(held) ? Object.entries(held) : [["", held] as const];
    for (const [pool, cidr] of entries)
      if (!(POOLS as readonly string[]).includes(pool) || typeof cidr !== "string" || cidrFault(cidr) !== undefined)
        faults.push(`clusters.${name}${pool === "" ? "" : `.${pool}`}: ${JSON.stringify(cidr)}`);
    return [name, held as Held] as const;
  });
  if (faults.length > 0) throw new StackFileError(`${shownAs}: ${faults.join("; ")}. ${MEND}`);
  return Object.fromEntries(read);
}

const MEND = "clusters must be names, each with a block for vpc, for pods, or for both. Restore it from Git.";

/** The file, a line a cluster, in the order of their names: who comes or goes changes one line. */
export const allocationsText = (allocations: Readonly<Record<string, Held>>): string =>
  [
    "# Written by `cilium-eks fleet addresses --write`. Keep it in Git: a cluster's block never changes while its line stays.",
    "clusters:",
    ...Object.entries(allocations)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, held]) =>
          `  ${name}: { ${POOLS.flatMap((pool) => (held[pool] === undefined ? [] : [`${pool}: ${held[pool]}`])).join(", ")} }`,
      ),
    "",
  ].join("\n");
