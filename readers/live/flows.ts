import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { LiveDrop } from "../../core/model/index.ts";

interface Flow {
  readonly verdict?: string;
  readonly drop_reason_desc?: string;
  readonly source?: FlowEnd;
  readonly destination?: FlowEnd;
  readonly l4?: Readonly<Record<string, { readonly destination_port?: number }>>;
}

interface FlowEnd {
  readonly namespace?: string;
  readonly labels?: readonly string[];
  readonly pod_name?: string;
  readonly workloads?: readonly { readonly name?: string }[];
}

const MOST = 1000;

/** Dropped flows of a file of `hubble observe -o json`, the same ones counted together. */
export async function readDrops(file: string): Promise<readonly LiveDrop[]> {
  const found = new Map<string, LiveDrop>();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const drop = dropOf(line);
    if (drop === undefined) continue;
    const key = JSON.stringify([drop.from, drop.to, drop.port, drop.reason]);
    const before = found.get(key);
    if (before !== undefined || found.size < MOST) found.set(key, { ...drop, count: (before?.count ?? 0) + 1 });
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count);
}

function dropOf(line: string): LiveDrop | undefined {
  if (!line.includes('"DROPPED"')) return undefined;
  let flow: Flow | undefined;
  try {
    flow = (JSON.parse(line) as { readonly flow?: Flow }).flow;
  } catch {
    return undefined;
  }
  if (flow?.verdict !== "DROPPED") return undefined;
  const [protocol, layer] = Object.entries(flow.l4 ?? {})[0] ?? ["", undefined];
  return {
    from: nameOf(flow.source),
    to: nameOf(flow.destination),
    port:
      [protocol, layer?.destination_port].filter((part) => part !== undefined && part !== "").join(" ") || "any port",
    reason: flow.drop_reason_desc ?? "unknown",
    count: 1,
  };
}

function nameOf({ namespace, workloads, pod_name: pod, labels = [] }: FlowEnd = {}): string {
  const name = workloads?.[0]?.name ?? pod;
  if (name !== undefined) return `${namespace ?? ""}/${name}`;
  return labels.find((label) => label.startsWith("reserved:")) ?? "unknown";
}
