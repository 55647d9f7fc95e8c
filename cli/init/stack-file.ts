import { Document, Scalar, type YAMLMap, isCollection } from "yaml";
import { DEFAULT_KUBERNETES_VERSION } from "../../core/facts/kubernetes.ts";
import { DEFAULT_CILIUM_VERSION } from "../../core/facts/versions.ts";
import { type Answers, DEFAULTS } from "./answers.ts";

const SCHEMA = "./node_modules/pulumi-cilium-eks/dist/config/schema.json";

/** The stack file that answers ask for, with the comment by which editors complete it. */
export function stackFile(answers: Answers): string {
  const document = new Document({ config: settingsOf(answers) });
  document.commentBefore = ` yaml-language-server: $schema=${SCHEMA}`;
  for (const path of flowPaths(document)) (document.getIn(path, true) as YAMLMap).flow = true;
  comment(document, ["config", "cilium-eks:cluster", "endpoint"], endpointComment(answers));
  comment(
    document,
    ["config", "cilium-eks:quotas"],
    " Replace by what the account has: cilium-eks doctor asks for it.",
  );
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

function endpointComment({ endpoint, allowFrom }: Answers): string | undefined {
  if (endpoint === "private" || !allowFrom.includes(DEFAULTS.allowFrom[0])) return undefined;
  return ` ${DEFAULTS.allowFrom[0]} is a range of documentation: replace it by the addresses you come from.`;
}

function comment(document: Document, path: readonly string[], text: string | undefined): void {
  if (text === undefined) return;
  const parent = document.getIn(path.slice(0, -1), true) as YAMLMap;
  const pair = parent.items.find(({ key }) => String(key) === path.at(-1));
  if (pair !== undefined) (pair.key as { commentBefore?: string }).commentBefore = text;
}

/** Lists and groups that hold only plain values stand on one line. */
function flowPaths(document: Document): (string | number)[][] {
  const found: (string | number)[][] = [];
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (typeof value !== "object" || value === null) return;
    const plain = Object.values(value).every((inner) => typeof inner !== "object" || inner === null);
    if (plain && path.length > 2 && isCollection(document.getIn(path, true))) found.push(path);
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(document.toJS(), []);
  // Reasons are sentences: each keeps its line.
  return found.filter((path) => path[1] !== "cilium-eks:waivers");
}

const isNew = ({ vpc }: Answers): boolean => typeof vpc === "string";
const isProduction = ({ size }: Answers): boolean => size === "production";
const hasCilium = ({ hybrid }: Answers): boolean => hybrid !== "mixed";

function settingsOf(answers: Answers): Record<string, unknown> {
  const { region, hybrid, gateway } = answers;
  return {
    "aws:region": region,
    "cilium-eks:cluster": clusterOf(answers),
    "cilium-eks:network": networkOf(answers),
    "cilium-eks:nodeGroups": { general: nodesOf(answers) },
    "cilium-eks:cilium": ciliumOf(answers),
    ...(gateway === "none" ? {} : { "cilium-eks:gateway": gatewayOf(gateway) }),
    ...(hasCilium(answers) && answers.hubble ? { "cilium-eks:observability": { relay: true, ui: true } } : {}),
    ...(hybrid === "none" ? {} : { "cilium-eks:hybrid": hybridOf(answers) }),
    "cilium-eks:quotas": { current: { "L-1216C47A": isProduction(answers) ? 512 : 32 } },
    ...(isProduction(answers) ? {} : { "cilium-eks:waivers": waiversOf(answers) }),
  };
}

const clusterOf = (answers: Answers) => ({
  name: answers.name,
  kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
  ...(answers.hybrid === "none" ? {} : { serviceCidr: "172.20.0.0/16" }),
  endpoint: {
    privateAccess: true,
    publicAccess: answers.endpoint === "public",
    ...(answers.endpoint === "public" ? { publicAccessCidrs: [...answers.allowFrom] } : {}),
  },
  logs: isProduction(answers)
    ? { types: ["api", "audit", "authenticator", "controllerManager", "scheduler"], retentionDays: 365 }
    : { types: ["api", "audit", "authenticator"], retentionDays: 7 },
  ...(isProduction(answers)
    ? { createSecretsKey: true, deletionProtection: true, autoscaler: "cluster-autoscaler" }
    : {}),
});

function networkOf({ vpc, ...answers }: Answers) {
  const flowLogs = answers.size === "production" ? { flowLogs: { enabled: true, retentionDays: 90 } } : {};
  if (typeof vpc === "string") {
    const zones = answers.size === "production" ? 3 : 2;
    const natGateways = answers.size === "production" ? "per-zone" : "single";
    return { vpc: { cidr: vpc, availabilityZones: zones, natGateways }, ...flowLogs };
  }
  const rows = { private: vpc.private.map((row) => ({ ...row })), public: vpc.public.map((row) => ({ ...row })) };
  const subnets = vpc.public.length === 0 ? { private: rows.private } : rows;
  return { vpc: { id: vpc.id, cidrs: [...vpc.cidrs], subnets }, ...flowLogs };
}

const nodesOf = (answers: Answers) =>
  isProduction(answers)
    ? { instanceTypes: ["m6i.xlarge", "m6a.xlarge"], scaling: { min: 3, desired: 3, max: 12 } }
    : { instanceTypes: ["m6i.large"], scaling: { min: 2, desired: 2, max: 4 } };

function ciliumOf(answers: Answers) {
  if (!hasCilium(answers)) return { ipam: { mode: "vpc-cni" } };
  if (answers.hybrid === "overlay") {
    const ipam = { mode: "cluster-pool", podCidrs: ["10.140.0.0/16"], maskSize: 25, tunnel: "vxlan" };
    return { version: DEFAULT_CILIUM_VERSION, ipam };
  }
  return { version: DEFAULT_CILIUM_VERSION };
}

const gatewayOf = (type: string) => ({
  enabled: true,
  listeners: { http: { protocol: "HTTP" } },
  exposure: { type, preserveClientIp: true },
});

/** The Pulumi CLI takes a date without quotes for a time. */
function quoted(text: string): Scalar<string> {
  const scalar = new Scalar(text);
  scalar.type = "QUOTE_DOUBLE";
  return scalar;
}

const hybridOf = ({ hybrid, hybridNodes, hybridPods, activationsUntil }: Answers) => ({
  strategy: hybrid,
  ...(hybrid === "mixed" ? { ciliumVersion: "1.18.8-1" } : {}),
  nodeCidrs: [hybridNodes],
  ...(hybrid === "mixed" ? { podCidrs: [hybridPods] } : {}),
  identity: { type: "ssm", expires: quoted(activationsUntil) },
  pools: { rack: { maxNodes: 12, os: "ubuntu-24.04" } },
});

/** What a small cluster goes without, each with its reason. */
const waiversOf = (answers: Answers) => ({
  "security-secrets-key": "this cluster holds no secrets of customers",
  "security-deletion-protection": "small clusters come and go",
  "security-logs-retention": "a week is enough to debug",
  "security-logs-complete": "scheduler and controller logs cost more than they tell here",
  ...(isNew(answers)
    ? {
        "network-flow-logs": "traffic of a small cluster needs no record",
        "network-single-nat": "a small cluster may lose its way out with a zone",
      }
    : {}),
  "nodes-scaling-autoscaler": "a small cluster keeps its size",
});
