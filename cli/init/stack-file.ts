import { type Document, Scalar, type YAMLMap } from "yaml";
import { DEFAULT_KUBERNETES_VERSION } from "../../core/facts/kubernetes.ts";
import { DEFAULT_CILIUM_VERSION } from "../../core/facts/versions.ts";
import { stackDocument, stackText } from "../shared/stack-document.ts";
import { type Answers, DEFAULTS } from "./answers.ts";

/** The stack file that answers ask for, with the comment by which editors complete it. */
export function stackFile(answers: Answers): string {
  const document = stackDocument(settingsOf(answers));
  comment(document, ["config", "cilium-eks:cluster", "endpoint"], endpointComment(answers));
  return stackText(document);
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

const isNew = ({ vpc }: Answers): boolean => typeof vpc === "string";
const isProduction = ({ size }: Answers): boolean => size === "production";
const hasCilium = ({ hybrid }: Answers): boolean => hybrid !== "mixed" && hybrid !== "hybridGateway";
/** A small cluster for which somebody gave a reason. */
const isLean = (answers: Answers): boolean => !isProduction(answers) && answers.waive !== undefined;

function settingsOf(answers: Answers): Record<string, unknown> {
  const { region, hybrid, gateway } = answers;
  return {
    "aws:region": region,
    "cilium-eks:cluster": clusterOf(answers),
    "cilium-eks:network": networkOf(answers),
    "cilium-eks:nodeGroups": {
      general: nodesOf(answers),
      ...(hybrid === "hybridGateway" ? { [GATEWAY_NODES]: sized(["m6i.large"], 2, 2) } : {}),
    },
    "cilium-eks:cilium": ciliumOf(answers),
    ...(gateway === "none" ? {} : { "cilium-eks:gateway": gatewayOf(gateway) }),
    ...(hasCilium(answers) && answers.hubble ? { "cilium-eks:observability": { relay: true, ui: true } } : {}),
    ...(hybrid === "none" ? {} : { "cilium-eks:hybrid": hybridOf(answers) }),
    ...(answers.vcpus === undefined ? {} : { "cilium-eks:quotas": { current: { "L-1216C47A": answers.vcpus } } }),
    ...(isLean(answers) ? { "cilium-eks:waivers": waiversOf(answers) } : {}),
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
  logs: isLean(answers)
    ? { types: ["api", "audit", "authenticator"], retentionDays: 7 }
    : { types: ["api", "audit", "authenticator", "controllerManager", "scheduler"], retentionDays: 365 },
  ...(isLean(answers) ? {} : { createSecretsKey: true, deletionProtection: true }),
  ...(isProduction(answers) ? { autoscaler: "cluster-autoscaler" } : {}),
});

function networkOf(answers: Answers) {
  const { vpc } = answers;
  const flowLogs = isLean(answers) ? {} : { flowLogs: { enabled: true, retentionDays: 90 } };
  if (typeof vpc === "string") {
    const zones = isProduction(answers) ? 3 : 2;
    const natGateways = isLean(answers) ? "single" : "per-zone";
    return { vpc: { cidr: vpc, availabilityZones: zones, natGateways }, ...flowLogs };
  }
  const rows = { private: vpc.private.map((row) => ({ ...row })), public: vpc.public.map((row) => ({ ...row })) };
  const subnets = vpc.public.length === 0 ? { private: rows.private } : rows;
  return { vpc: { id: vpc.id, cidrs: [...vpc.cidrs], subnets }, ...flowLogs };
}

const sized = (instanceTypes: readonly string[], min: number, max: number) => ({
  instanceTypes,
  scaling: { min, desired: min, max },
});

/** Without an autoscaler a small cluster keeps the size that it begins with. */
const nodesOf = (answers: Answers) =>
  isProduction(answers) ? sized(["m6i.xlarge", "m6a.xlarge"], 3, 12) : sized(["m6i.large"], 2, 2);

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

/** The node group that carries packets to pods on premises. */
const GATEWAY_NODES = "gateway";
/** The same as examples/hybridGateway.yaml: the gateway's chart, and AWS's build of Cilium for hybrid nodes. */
const GATEWAY_CHART = "0.1.0";
const HYBRID_CILIUM = "1.18.8-1";

function hybridOf(answers: Answers) {
  const { hybrid, hybridNodes, hybridPods, activationsUntil } = answers;
  return {
    strategy: hybrid,
    ...(hybrid === "overlay" ? {} : { ciliumVersion: HYBRID_CILIUM }),
    ...(hybrid === "hybridGateway" ? { gateway: { nodeGroup: GATEWAY_NODES, version: GATEWAY_CHART } } : {}),
    nodeCidrs: [hybridNodes],
    ...(hybrid === "overlay" ? {} : { podCidrs: [hybridPods] }),
    identity: { type: "ssm", expires: quoted(activationsUntil) },
    pools: { rack: { maxNodes: 12, os: "ubuntu-24.04" } },
    ...(answers.hybridVia === undefined ? {} : { routes: routesOf(answers) }),
  };
}

function routesOf({ vpc, hybridVia = "" }: Answers) {
  const via = hybridVia.startsWith("vgw-") ? { virtualPrivateGatewayId: hybridVia } : { transitGatewayId: hybridVia };
  return { ...via, routeTableIds: typeof vpc === "string" ? [] : [...vpc.privateRouteTables] };
}

/** What a small cluster goes without, each with the reason that was given. */
const waiversOf = (answers: Answers) =>
  Object.fromEntries([...LEAN, ...(isNew(answers) ? LEAN_VPC : [])].map((rule) => [rule, answers.waive]));

const LEAN = [
  "security-secrets-key",
  "security-deletion-protection",
  "security-logs-retention",
  "security-logs-complete",
];
const LEAN_VPC = ["network-flow-logs", "network-single-nat"];
