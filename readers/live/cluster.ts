import type { LiveCertificate, LiveModel, LiveNode, LiveRoute, MigrationModel } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { X509Certificate } from "node:crypto";
import { ciliumNodeOf } from "../../lens/live/cilium-nodes.ts";
import { EventCount, NO_TROUBLE, troublesIn } from "../../lens/live/events.ts";
import { classOf, gatewayOf, policyOf, readyAddresses, routeOf, serviceOf } from "../../lens/live/gateways.ts";
import { nodeOf } from "../../lens/live/nodes.ts";
import { EndpointCount, PodCount, columnsOf } from "../../lens/live/pods.ts";
import { type Raw, recordOf } from "../../lens/live/raw.ts";
import { asRegistered } from "../../lens/live/registered.ts";
import { ApiUseCount } from "../../lens/live/upgrade.ts";
import { configOf, workloadOf } from "../../lens/live/workloads.ts";
import { both, given } from "./given.ts";
import { readMigrationObjects } from "./migration-objects.ts";
import { NO_UPGRADE_OBJECTS, readUpgradeObjects } from "./upgrade-objects.ts";
import type { Parts } from "./parts.ts";
import { type Command, KUBE_READS, type KubeReadId, LOG_READ, apiVersionOf } from "./reads.ts";
import { rightInWords } from "./rights.ts";
import type { Source } from "./source.ts";

/** What the objects of a cluster tell; AWS's part comes beside it. */
export type ClusterPart = Omit<
  LiveModel,
  "cluster" | "nodeGroups" | "addons" | "subnets" | "interfaces" | "loadBalancers"
> & {
  /** Only for a migration. */
  readonly migration?: MigrationModel;
};

export interface ClusterOptions {
  readonly command: Command;
  readonly namespace: string;
}

/** Services of routes that are looked up, at most: each is a call. */
const MOST_BACKENDS = 200;

/** Reads everything that a command needs of a cluster's objects. */
export async function readObjects(source: Source, parts: Parts, options: ClusterOptions): Promise<ClusterPart> {
  const reader = new Reader(source, parts, options);
  const server = await parts.part("server", "the version of the API server", async () => ({
    version: await source.version(),
    clockSkewSeconds: source.skewSeconds() ?? (UNKNOWN as never),
  }));
  const at = source.now();
  const [config, daemonSets, deployments, ciliumNodes, nodes] = await Promise.all([
    reader.map("config", (object) => object).then((found) => given(found, ([object]) => configOf(object))),
    reader.map("daemonSets", workloadOf),
    reader.map("deployments", workloadOf),
    reader.map("ciliumNodes", ciliumNodeOf),
    reader.map("nodes", (object) => object),
  ]);
  const agentTaint = config === (UNKNOWN as never) ? undefined : config.data["agent-not-ready-taint-key"];
  const bare = given(nodes, (all) => all.map((node) => nodeOf(node, at, agentTaint)));
  const noEndpoints = config !== (UNKNOWN as never) && config.data["disable-endpoint-crd"] === "true";
  const counted = await reader.endpoints(at, noEndpoints);
  const [pods, objects] = await Promise.all([reader.pods(at, bare, ciliumNodes, counted), reader.objects(at)]);
  const { systemDeployments, ...upgradeObjects } = await reader.upgradeObjects(options.command);
  return {
    at,
    server,
    config,
    workloads: both(daemonSets, options.command === "upgrade" ? systemDeployments : deployments),
    ciliumNodes,
    nodes: given(bare, (all) => withPods(all, pods?.byNode)),
    pods: pods?.pods ?? (UNKNOWN as never),
    endpoints: given(counted, (count) => count.done()),
    ...objects,
    ...upgradeObjects,
    ...(options.command === "migrate" ? await reader.migrationObjects() : {}),
    backends: await reader.backends(objects.routes),
    operatorLog: await reader.operatorLog(),
    drops: UNKNOWN as never,
  };
}

function withPods(nodes: readonly LiveNode[], byNode: PodCount["byNode"] | undefined): readonly LiveNode[] {
  if (byNode === undefined)
    return nodes.map((node) => ({ ...node, pods: UNKNOWN as never, podAddresses: UNKNOWN as never }));
  return nodes.map((node) => {
    const { pods = 0, addresses = 0 } = byNode.get(node.name) ?? {};
    return { ...node, pods, podAddresses: addresses };
  });
}

const known = (value: unknown): boolean => value !== UNKNOWN;

type ObjectParts = Pick<
  ClusterPart,
  "classes" | "gateways" | "routes" | "services" | "policies" | "certificates" | "events"
>;

/** Which part of the model a reading fills. */
const PART: Partial<Record<KubeReadId, string>> = {
  daemonSets: "workloads",
  deployments: "workloads",
  clusterPolicies: "policies",
  httpRoutes: "routes",
  grpcRoutes: "routes",
  everyDeployment: "singleReplicas",
  statefulSets: "singleReplicas",
  slices: "backends",
};

class Reader {
  readonly #source: Source;
  readonly #parts: Parts;
  readonly #options: ClusterOptions;
  /** Pods of the operator, by the list of pods. */
  #operators: string[] | undefined;
  /** Only for an upgrade: a large cluster has many objects, each with its managers. */
  readonly #uses: ApiUseCount | undefined;

  constructor(source: Source, parts: Parts, options: ClusterOptions) {
    this.#source = source;
    this.#parts = parts;
    this.#options = options;
    this.#uses = options.command === "upgrade" ? new ApiUseCount() : undefined;
  }

  /** Every object of a reading, made into what is kept of it. */
  map<T>(id: KubeReadId, make: (object: Raw) => T): Promise<readonly T[]> {
    return this.#part(id, async () => {
      const kept: T[] = [];
      for await (const { items } of this.#source.pages(id)) {
        for (const item of items) {
          const object = whole(id, item);
          this.#uses?.add(object);
          kept.push(make(object));
        }
      }
      return kept;
    });
  }

  /** The same, and each object is judged by the catalogue too. */
  #judged<T>(id: KubeReadId, make: (object: Raw) => T): Promise<readonly T[]> {
    return this.map(id, (object) => {
      this.#judge(object);
      return make(object);
    });
  }

  #judge(object: Raw): void {
    const resource = asRegistered(object);
    if (resource !== undefined) this.#parts.registered.push(resource);
  }

  async endpoints(at: number, none: boolean): Promise<EndpointCount> {
    if (!this.#reads("endpoints")) return UNKNOWN as never;
    if (none) {
      this.#parts.lacks("endpoints", "endpoints", "Cilium keeps no CiliumEndpoints here (disable-endpoint-crd).");
      return UNKNOWN as never;
    }
    return this.#part("endpoints", async () => {
      const count = new EndpointCount(at);
      for await (const { items, columns } of this.#source.pages("endpoints")) count.add(items, columns);
      return count;
    });
  }

  async pods(
    at: number,
    nodes: readonly LiveNode[],
    ciliumNodes: readonly { readonly name: string }[],
    endpoints: EndpointCount,
  ): Promise<{ readonly pods: LiveModel["pods"]; readonly byNode: PodCount["byNode"] } | undefined> {
    const comparable = known(nodes) && known(ciliumNodes) && known(endpoints);
    const managed = new Set(comparable ? ciliumNodes.map(({ name }) => name) : []);
    const count = new PodCount({
      at,
      nodeAddresses: new Set(known(nodes) ? nodes.flatMap(({ address }) => address ?? []) : []),
      endpoints: comparable ? endpoints.keys : undefined,
      foreign: new Set(comparable ? nodes.flatMap(({ name }) => (managed.has(name) ? [] : [name])) : []),
    });
    const read = await this.#part("pods", async () => {
      for await (const { items, columns } of this.#source.pages("pods")) {
        count.add(items, columnsOf(columns));
        this.#noteOperators(items, columns.length > 0);
      }
      return true;
    });
    if (!known(read)) return undefined;
    const pods = count.done();
    if (comparable) return { pods, byNode: count.byNode };
    const unknown = UNKNOWN as never;
    return { pods: { ...pods, unmanaged: unknown, unmanagedCount: unknown }, byNode: count.byNode };
  }

  #noteOperators(items: readonly unknown[], rows: boolean): void {
    this.#operators ??= [];
    for (const item of items) {
      const { metadata = {} } = (rows ? (item as { readonly object?: Raw }).object : (item as Raw)) ?? {};
      if (metadata.namespace === this.#options.namespace && metadata.name?.startsWith("cilium-operator-") === true)
        this.#operators.push(metadata.name);
    }
  }

  async objects(at: number): Promise<ObjectParts> {
    const unknown = UNKNOWN as never;
    if (!this.#reads("gateways"))
      return {
        classes: unknown,
        gateways: unknown,
        routes: unknown,
        services: unknown,
        policies: unknown,
        certificates: unknown,
        events: unknown,
      };
    const [classes, gateways, http, grpc, services, policies, clusterPolicies, certificates, events] =
      await Promise.all([
        this.#judged("classes", classOf),
        this.#judged("gateways", (object) => gatewayOf(object, at)),
        this.#judged("httpRoutes", routeOf),
        this.#judged("grpcRoutes", routeOf),
        this.map("services", (object) => serviceOf(object, at)),
        this.#judged("policies", policyOf),
        this.#judged("clusterPolicies", policyOf),
        this.map("certificates", certificatesOf),
        this.#events(at),
        this.#judged("classConfigs", () => undefined),
        this.#judged("gatewayApi", () => undefined),
        this.#judged("nodePools", () => undefined),
        this.#judged("nodeClasses", () => undefined),
      ]);
    return {
      classes,
      gateways,
      services,
      events,
      routes: both(http, grpc),
      policies: both(policies, clusterPolicies),
      certificates: given(certificates, (all) => all.flat()),
    };
  }

  /** What an upgrade has to get past. */
  upgradeObjects(command: Command) {
    if (command !== "upgrade") return NO_UPGRADE_OBJECTS;
    return readUpgradeObjects({
      namespace: this.#options.namespace,
      map: (id, make) => this.map(id, make),
      judge: (object) => this.#judge(object),
      uses: this.#uses,
    });
  }

  /** What depends on the CNI that it has. */
  migrationObjects() {
    return readMigrationObjects({
      namespace: this.#options.namespace,
      map: (id, make) => this.map(id, make),
      judge: (object) => this.#judge(object),
    });
  }

  #events(at: number): Promise<LiveModel["events"]> {
    return this.#part("events", async () => {
      const count = new EventCount(at);
      for await (const { items } of this.#source.pages("events")) count.add(items);
      return count.done();
    });
  }

  /** How many pods stand behind the Services that routes name. */
  async backends(routes: readonly LiveRoute[]): Promise<LiveModel["backends"]> {
    if (!this.#reads("slices") || (routes as unknown) === UNKNOWN) return UNKNOWN as never;
    const services = [...new Set(routes.flatMap(({ backends }) => backends))].slice(0, MOST_BACKENDS);
    return this.#part("slices", async () => {
      const found: Record<string, number> = {};
      for (const key of services) {
        const [namespace = "", name = ""] = key.split("/");
        const slices = await this.#source.slices(namespace, name);
        if (slices.length > 0) found[key] = readyAddresses(slices);
      }
      return found;
    });
  }

  /** Only for a diagnosis: a log is long, and a right of its own. */
  async operatorLog(): Promise<LiveModel["operatorLog"]> {
    if (!this.#reads(LOG_READ) || this.#operators === undefined) return UNKNOWN as never;
    const { namespace } = this.#options;
    const operators = this.#operators;
    return this.#parts.part(
      "operatorLog",
      "the operator's log",
      async () => {
        const counts = { ...NO_TROUBLE };
        for (const pod of operators) {
          const found = troublesIn((await this.#source.log(namespace, pod)) ?? "");
          for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += found[key];
        }
        return counts;
      },
      rightInWords(LOG_READ, namespace),
    );
  }

  #reads(id: KubeReadId | typeof LOG_READ): boolean {
    const { commands }: { readonly commands: readonly Command[] } = typeof id === "string" ? KUBE_READS[id] : id;
    return commands.includes(this.#options.command);
  }

  #part<T>(id: KubeReadId, read: () => Promise<T>): Promise<T> {
    if (!this.#reads(id)) return Promise.resolve(UNKNOWN as never);
    const { plural } = KUBE_READS[id];
    return this.#parts.part(PART[id] ?? id, plural, read, rightInWords(KUBE_READS[id], this.#options.namespace));
  }
}

/** Items of a list leave out what the list says once. */
function whole(id: KubeReadId, item: unknown): Raw {
  return { apiVersion: apiVersionOf(KUBE_READS[id]), kind: KUBE_READS[id].kind, ...recordOf(item) };
}

/** Only the certificates of a Secret: its keys are not kept. */
function certificatesOf(object: Raw): readonly LiveCertificate[] {
  const data = recordOf(object["data"]);
  return ["tls.crt", "ca.crt"].flatMap((key): LiveCertificate[] => {
    const text = data[key];
    if (typeof text !== "string" || text === "") return [];
    const { name = "", namespace = "" } = object.metadata ?? {};
    const { subject, validTo } = new X509Certificate(Buffer.from(text, "base64"));
    return [
      {
        namespace,
        name: `${name}/${key}`,
        subject: subject.replaceAll("\n", ", "),
        notAfter: Date.parse(validTo) / 1000,
      },
    ];
  });
}
