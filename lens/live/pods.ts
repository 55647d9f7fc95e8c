import type { LiveEndpoint, LiveEndpoints, LivePod, LivePods } from "../../core/model/index.ts";
import { type Raw, ageOf, keyOf, listOf, nameOf, namespaceOf, recordOf, textOf } from "./raw.ts";

/** Items of a list that are kept to be shown; the others are counted. */
const SHOWN = 200;
/** An endpoint is made within seconds of its pod. */
const SETTLED_SECONDS = 60;
const SETTLED: ReadonlySet<string> = new Set(["Running", "Completed", "Succeeded"]);

/** A pod as kubectl lists it. */
interface PodRow extends LivePod {
  readonly address: string;
  /** On the address of its node, where the object itself says so. */
  readonly onHost?: boolean;
}

/** Where the values of a row stand. */
interface Columns {
  readonly status: number;
  readonly restarts: number;
  readonly address: number;
  readonly node: number;
}

export const columnsOf = (columns: readonly { readonly name: string }[]): Columns | undefined => {
  if (columns.length === 0) return undefined;
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  return { status: at("Status"), restarts: at("Restarts"), address: at("IP"), node: at("Node") };
};

interface Row {
  readonly cells: readonly unknown[];
  readonly object?: Raw;
}

const NONE = "<none>";

function fromRow({ cells, object = {} }: Row, columns: Columns, at: number): PodRow {
  const text = (column: number): string => {
    const value = textOf(cells[column]);
    return value === NONE ? "" : value;
  };
  return {
    namespace: namespaceOf(object),
    name: nameOf(object),
    node: text(columns.node),
    status: text(columns.status),
    // `3 (2m ago)`
    restarts: Number.parseInt(text(columns.restarts), 10) || 0,
    address: text(columns.address),
    ageSeconds: ageOf(object.metadata?.creationTimestamp, at),
  };
}

interface RawContainer {
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly state?: Readonly<Record<string, { readonly reason?: string } | undefined>>;
}

/** The same of a whole object, by kubectl's own reckoning as far as it matters here (pkg/printers/internalversion). */
function fromObject(object: Raw, at: number): PodRow {
  const { spec = {}, status = {} } = object;
  const containers = [
    ...listOf<RawContainer>(status["initContainerStatuses"]),
    ...listOf<RawContainer>(status["containerStatuses"]),
  ];
  const reason = containers
    .map(({ state = {} }) => state["waiting"]?.reason ?? state["terminated"]?.reason)
    .findLast((one) => one !== undefined && one !== "Completed" && one !== "PodInitializing");
  const phase = textOf(status["reason"] ?? status["phase"], "Unknown");
  return {
    namespace: namespaceOf(object),
    name: nameOf(object),
    node: textOf(spec["nodeName"]),
    status: phase === "Succeeded" ? "Completed" : (reason ?? phase),
    restarts: containers.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    address: textOf(status["podIP"]),
    ageSeconds: ageOf(object.metadata?.creationTimestamp, at),
    onHost: spec["hostNetwork"] === true,
  };
}

/** What pods are on a node. */
export interface NodePods {
  pods: number;
  addresses: number;
}

export interface PodContext {
  readonly at: number;
  /** Addresses of nodes: what has one of them has none of its own. */
  readonly nodeAddresses: ReadonlySet<string>;
  /** Keys of the endpoints; undefined where there are none to compare with. */
  readonly endpoints: ReadonlySet<string> | undefined;
  /** Nodes whose pods Cilium does not manage. */
  readonly foreign: ReadonlySet<string>;
}

/** Counts pods page by page and keeps only those that are odd. */
export class PodCount {
  readonly byNode = new Map<string, NodePods>();
  readonly #context: PodContext;
  readonly #odd: LivePod[] = [];
  readonly #unmanaged: string[] = [];
  #total = 0;
  #oddCount = 0;
  #unmanagedCount = 0;

  constructor(context: PodContext) {
    this.#context = context;
  }

  add(items: readonly unknown[], columns: Columns | undefined): void {
    const { at } = this.#context;
    for (const item of items)
      this.#take(columns === undefined ? fromObject(item as Raw, at) : fromRow(item as Row, columns, at));
  }

  #take({ address, onHost, ...pod }: PodRow): void {
    this.#total++;
    const { nodeAddresses, endpoints, foreign } = this.#context;
    const ended = pod.status === "Completed" || pod.status === "Succeeded";
    const own = address !== "" && onHost !== true && !nodeAddresses.has(address);
    if (!ended && pod.node !== "") {
      const here = this.byNode.get(pod.node) ?? { pods: 0, addresses: 0 };
      here.pods++;
      if (own) here.addresses++;
      this.byNode.set(pod.node, here);
    }
    if (!SETTLED.has(pod.status) || (pod.restarts > 0 && isCilium(pod))) {
      this.#oddCount++;
      if (this.#odd.length < SHOWN) this.#odd.push(pod);
    }
    const key = `${pod.namespace}/${pod.name}`;
    const settled = own && pod.status === "Running" && pod.ageSeconds >= SETTLED_SECONDS;
    if (settled && endpoints?.has(key) === false && !foreign.has(pod.node)) {
      this.#unmanagedCount++;
      if (this.#unmanaged.length < SHOWN) this.#unmanaged.push(key);
    }
  }

  done(): LivePods {
    return {
      total: this.#total,
      odd: this.#odd,
      oddCount: this.#oddCount,
      unmanaged: this.#unmanaged,
      unmanagedCount: this.#unmanagedCount,
    };
  }
}

const isCilium = ({ namespace, name }: LivePod): boolean =>
  namespace === "kube-system" && /^(?:cilium|hubble)-/.test(name);

/** Endpoints of Cilium: their names, and those that are not ready. */
export class EndpointCount {
  readonly keys = new Set<string>();
  readonly #at: number;
  readonly #states: Record<string, number> = {};
  readonly #odd: LiveEndpoint[] = [];
  #withoutAddress = 0;

  constructor(at: number) {
    this.#at = at;
  }

  add(items: readonly unknown[], columns: readonly { readonly name: string }[]): void {
    const state = columns.findIndex(({ name }) => name === "Endpoint State");
    const address = columns.findIndex(({ name }) => name === "IPv4");
    for (const item of items) {
      if (columns.length === 0) this.#object(item as Raw);
      else {
        const { cells, object = {} } = item as Row;
        this.#take(object, textOf(cells[state]), textOf(cells[address]) !== "");
      }
    }
  }

  #object(object: Raw): void {
    const addressing = listOf(recordOf(object.status?.["networking"])["addressing"]);
    this.#take(object, textOf(object.status?.["state"]), addressing.length > 0);
  }

  #take(object: Raw, state: string, addressed: boolean): void {
    this.keys.add(keyOf(object));
    this.#states[state] = (this.#states[state] ?? 0) + 1;
    if (!addressed) this.#withoutAddress++;
    if (state === "ready" || this.#odd.length >= SHOWN) return;
    const ageSeconds = ageOf(object.metadata?.creationTimestamp, this.#at);
    this.#odd.push({ namespace: namespaceOf(object), name: nameOf(object), state, ageSeconds });
  }

  done(): LiveEndpoints {
    return {
      total: this.keys.size,
      states: this.#states,
      odd: this.#odd,
      withoutAddress: this.#withoutAddress,
    };
  }
}
