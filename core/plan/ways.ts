import type { ClusterModel, JsonObject, KubernetesObject } from "../model/index.ts";
import { ExposureType } from "../settings/index.ts";
import type { Evaluation } from "./index.ts";

/** How a request goes, step by step. */
export interface Way {
  readonly title: string;
  readonly steps: readonly WayStep[];
}

interface WayStep {
  readonly at: string;
  readonly says: string;
}

/** The ways of a plan: one a Gateway, one to each side that is not in the VPC. */
export const waysOf = ({ model }: Pick<Evaluation, "model">): readonly Way[] => [
  ...objectsOf(model, "Gateway").map((gateway) => gatewayWay(model, gateway)),
  ...podWay(model),
  ...hybridWay(model),
  ...meshWay(model),
];

const objectsOf = ({ objects = [] }: ClusterModel, kind: string): KubernetesObject[] =>
  objects.filter((object) => object.kind === kind);

/** The object that a field of an object holds, or an empty one. */
const record = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const records = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.map(record) : []);

const text = (value: unknown, otherwise = ""): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : otherwise;

function gatewayWay(model: ClusterModel, gateway: KubernetesObject): Way {
  const { name } = gateway.metadata;
  const settings = model.gateway?.others?.[name] ?? model.gateway?.settings;
  const type = settings?.exposure?.type ?? ExposureType.InternetFacing;
  const isHost = type === ExposureType.HostNetwork;
  const isInternal = type === ExposureType.Internal;
  const listeners = records(record(gateway["spec"])["listeners"]);
  const routes = routesOf(model, name);
  return {
    title: `A request through Gateway ${name}`,
    steps: [
      { at: isInternal ? "VPC and what it is joined to" : "Internet", says: hosts(listeners, routes) },
      {
        at: "Network Load Balancer",
        says: `${isInternal ? "internal" : "internet-facing"}, ${ports(listeners)}${isHost ? ", in front of Envoy's own ports" : ""}`,
      },
      {
        at: "Node",
        says: isHost ? "Envoy listens in the host's network" : "node port, taken by Cilium before it reaches a socket",
      },
      { at: "Envoy", says: listeners.map(listenerText).join("; ") || "no listener" },
      { at: "Pods", says: routes.map(routeText).join("; ") || "no route yet" },
    ],
  };
}

const ports = (listeners: readonly JsonObject[]): string => {
  const all = [...new Set(listeners.map(({ port, protocol }) => `${text(port)}${protocol === "UDP" ? "/UDP" : ""}`))];
  return all.length === 0 ? "no port" : `port ${all.join(", ")}`;
};

function hosts(listeners: readonly JsonObject[], routes: readonly KubernetesObject[]): string {
  const named = [
    ...listeners.map(({ hostname }) => text(hostname)),
    ...routes.flatMap(({ spec }) => {
      const hostnames = record(spec)["hostnames"];
      return Array.isArray(hostnames) ? hostnames.map((host) => text(host)) : [];
    }),
  ].filter((host) => host !== "");
  const all = [...new Set(named)];
  return all.length === 0
    ? "any host"
    : all.length > 3
      ? `${all.slice(0, 3).join(", ")} and ${String(all.length - 3)} more`
      : all.join(", ");
}

function listenerText({ name, port, protocol, hostname, tls }: JsonObject): string {
  const secrets = records(record(tls)["certificateRefs"]).map((ref) => text(ref["name"]));
  const ends = secrets.length === 0 ? "" : `, TLS by Secret ${secrets.join(", ")}`;
  return `${text(name)}: ${text(protocol)} ${text(port)} ${text(hostname, "any host")}${ends}`;
}

const ROUTES = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"];

const routesOf = ({ objects = [] }: ClusterModel, gateway: string): KubernetesObject[] =>
  objects.filter(
    ({ kind, spec }) =>
      ROUTES.includes(kind) &&
      records(record(spec)["parentRefs"]).some((ref) => ref["name"] === gateway) &&
      backends(record(spec)).length > 0,
  );

const backends = (spec: JsonObject): readonly string[] =>
  records(spec["rules"]).flatMap((rule) =>
    records(rule["backendRefs"]).map((ref) => `${text(ref["name"])}:${text(ref["port"], "?")}`),
  );

const routeText = ({ kind, metadata, spec }: KubernetesObject): string =>
  `${kind} ${metadata.name} to ${[...new Set(backends(record(spec)))].join(", ")}`;

/** What a pod that calls the internet goes through. */
function podWay({ network, cilium }: ClusterModel): Way[] {
  const pods =
    network?.subnets.find(({ role }) => role === "pod") ?? network?.subnets.find(({ role }) => role === "node");
  if (pods === undefined || cilium === undefined) return [];
  const masquerades = cilium.values["enableIPv4Masquerade"] !== false;
  const exits: Readonly<Record<string, string>> = {
    nat: "NAT gateway of the zone",
    "internet-gateway": "internet gateway: only an address of its own gets answers",
    none: "no way out",
    unknown: "what its route table says, which the plan does not know",
  };
  return [
    {
      title: "A pod that calls the internet",
      steps: [
        { at: "Pod", says: `an address of ${pods.cidr} (subnet ${pods.name} and its like)` },
        {
          at: "Node",
          says: masquerades ? "leaves with the node's address (masquerade)" : "keeps its own address",
        },
        { at: "Way out", says: exits[pods.egress] ?? pods.egress },
      ],
    },
  ];
}

function hybridWay({ hybrid }: ClusterModel): Way[] {
  if (hybrid === undefined) return [];
  const { nodeCidrs, podCidrs = [] } = hybrid.settings;
  return [
    {
      title: "Between the VPC and the nodes on premises",
      steps: [
        { at: "VPC", says: "control plane and EC2 nodes" },
        { at: "Site link", says: "Direct Connect, VPN or transit gateway: routes both ways" },
        {
          at: "On premises",
          says: [
            `nodes ${nodeCidrs.join(", ")}`,
            ...(podCidrs.length === 0 ? [] : [`pods ${podCidrs.join(", ")}`]),
          ].join("; "),
        },
      ],
    },
  ];
}

function meshWay({ settings }: ClusterModel): Way[] {
  const peers = Object.entries(settings?.mesh?.peers ?? {});
  if (peers.length === 0) return [];
  return [
    {
      title: "Between the clusters of the mesh",
      steps: [
        { at: "Here", says: "agents read the peers' mesh API, TCP 2379 unless a peer says otherwise" },
        ...peers.map(([name, { addresses }]) => ({ at: name, says: addresses.join(", ") })),
      ],
    },
  ];
}
