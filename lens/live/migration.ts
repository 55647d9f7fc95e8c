import { SPLIT_NODE_LABEL } from "../../core/facts/node-labels.ts";
import type {
  EniConfigModel,
  LoadBalancerModel,
  NetworkPolicyModel,
  NodeBoundWorkload,
  NodePoolLabels,
  OldDaemonSet,
  OtherPolicyModel,
  SecurityGroupPolicyModel,
  VpcCniModel,
} from "../../core/model/index.ts";
import { type Raw, listOf, nameOf, namespaceOf, recordOf, textOf } from "./raw.ts";
import { versionOf } from "./workloads.ts";

/* What of a cluster depends on the VPC CNI and kube-proxy. */

const named = (object: Raw) => ({ namespace: namespaceOf(object), name: nameOf(object) });

interface RawContainer {
  readonly name?: string;
  readonly image?: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly ports?: readonly { readonly containerPort?: number; readonly hostPort?: number }[];
  readonly resources?: unknown;
}

/** The pods that an object makes. */
function podSpecOf({ kind, spec = {} }: Raw): Readonly<Record<string, unknown>> {
  const owner = kind === "CronJob" ? recordOf(recordOf(spec["jobTemplate"])["spec"]) : spec;
  return recordOf(recordOf(owner["template"])["spec"]);
}

const containersOf = (pod: Readonly<Record<string, unknown>>): readonly RawContainer[] => listOf(pod["containers"]);

/** Selectors that no node has, by which cilium-cli and the stack switch a DaemonSet off. */
const DISABLED = ["io.cilium/aws-node-enabled", "io.cilium/kube-proxy-enabled"];

/** Where the pods of a DaemonSet may run. */
function placesOf(pod: Readonly<Record<string, unknown>>): OldDaemonSet["runs"] {
  const selector = recordOf(pod["nodeSelector"]);
  if (DISABLED.some((key) => selector[key] !== undefined)) return "nowhere";
  const required = recordOf(
    recordOf(recordOf(pod["affinity"])["nodeAffinity"])["requiredDuringSchedulingIgnoredDuringExecution"],
  );
  const terms = listOf<{ readonly matchExpressions?: readonly Expression[] }>(required["nodeSelectorTerms"]);
  // A node has to fit one of the terms only.
  const keepsOff =
    terms.length > 0 && terms.every(({ matchExpressions = [] }) => matchExpressions.some((one) => excludesCilium(one)));
  return keepsOff ? "old-nodes" : "everywhere";
}

interface Expression {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

const excludesCilium = ({ key, operator, values = [] }: Expression): boolean =>
  key === SPLIT_NODE_LABEL.key &&
  (operator === "DoesNotExist" || (operator === "NotIn" && values.includes(SPLIT_NODE_LABEL.value)));

export function oldDaemonSetOf(object: Raw): OldDaemonSet {
  const pod = podSpecOf(object);
  const version = versionOf(containersOf(pod)[0]?.image);
  return {
    desired: Number(object.status?.["desiredNumberScheduled"] ?? 0),
    runs: placesOf(pod),
    ...(version === undefined ? {} : { version }),
  };
}

export function vpcCniOf(object: Raw): VpcCniModel {
  const containers = containersOf(podSpecOf(object));
  const own = containers.find(({ name }) => name === "aws-node") ?? containers[0];
  return {
    ...oldDaemonSetOf(object),
    env: Object.fromEntries(
      (own?.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ),
    enforcesPolicies: containers.some(({ args = [] }) => args.includes("--enable-network-policy=true")),
  };
}

/** `mode` of kube-proxy's configuration; iptables where it is left out (Kubernetes docs: kube-proxy-config). */
export function kubeProxyModeOf(configMap: Raw | undefined): string {
  const text = textOf(recordOf(configMap?.["data"])["config"]);
  return /^\s*mode:\s*"?([a-z]+)"?\s*$/m.exec(text)?.[1] ?? "iptables";
}

export const securityGroupPolicyOf = (object: Raw): SecurityGroupPolicyModel => ({
  ...named(object),
  groups: listOf<string>(recordOf(object.spec?.["securityGroups"])["groupIds"]),
});

export const eniConfigOf = (object: Raw): EniConfigModel => ({
  name: nameOf(object),
  subnet: textOf(object.spec?.["subnet"]),
  groups: listOf<string>(object.spec?.["securityGroups"]),
});

interface RawRule {
  readonly action?: string;
}

export function otherPolicyOf(object: Raw): OtherPolicyModel {
  const { order, tier, ingress, egress, preDNAT, doNotTrack } = object.spec ?? {};
  const actions = [...listOf<RawRule>(ingress), ...listOf<RawRule>(egress)].flatMap(({ action }) => action ?? []);
  return {
    ...named(object),
    apiVersion: object.apiVersion ?? "",
    kind: object.kind ?? "",
    uses: [
      ...(order === undefined ? [] : [`order ${textOf(order)}`]),
      ...(tier === undefined || tier === "default" ? [] : [`tier ${textOf(tier)}`]),
      ...[...new Set(actions)].filter((action) => action !== "Allow").map((action) => `action ${action}`),
      ...(preDNAT === true ? ["preDNAT"] : []),
      ...(doNotTrack === true ? ["doNotTrack"] : []),
    ],
  };
}

interface RawPeers {
  readonly from?: readonly RawPeer[];
  readonly to?: readonly RawPeer[];
}

interface RawPeer {
  readonly ipBlock?: { readonly cidr?: string };
}

type Blocks = NetworkPolicyModel["blocks"];

const blocksOf = (rules: unknown, direction: Blocks[number]["direction"], peers: keyof RawPeers): Blocks =>
  listOf<RawPeers>(rules)
    .flatMap((rule) => rule[peers] ?? [])
    .flatMap(({ ipBlock }) => (ipBlock?.cidr === undefined ? [] : [{ direction, cidr: ipBlock.cidr }]));

export function networkPolicyOf(object: Raw): NetworkPolicyModel {
  const { ingress, egress } = object.spec ?? {};
  return { ...named(object), blocks: [...blocksOf(ingress, "ingress", "from"), ...blocksOf(egress, "egress", "to")] };
}

const CNI_FOLDER = /^\/etc\/cni\/net\.d\/?$/;
/** DaemonSets whose business the CNI configuration is: those that go, and the one that comes. */
const CNIS: ReadonlySet<string> = new Set(["aws-node", "cilium", "calico-node"]);

/** A workload that asks for something of its node; nothing for others, and for those that another one makes. */
export function nodeBoundWorkloadOf(object: Raw): readonly NodeBoundWorkload[] {
  if ((object.metadata?.ownerReferences ?? []).length > 0 || isOfCilium(object)) return [];
  const pod = podSpecOf(object);
  const containers = containersOf(pod);
  const onHost = pod["hostNetwork"] === true;
  const found: NodeBoundWorkload = {
    kind: object.kind ?? "",
    ...named(object),
    hostPorts: containers
      .flatMap(({ ports = [] }) => ports)
      .flatMap(({ hostPort, containerPort }) => hostPort ?? (onHost ? (containerPort ?? []) : [])),
    podEni: containers.some(({ resources }) => JSON.stringify(resources ?? {}).includes("vpc.amazonaws.com/pod-eni")),
    nodeSelector: recordOf(pod["nodeSelector"]) as Readonly<Record<string, string>>,
    writesCniConfig:
      !CNIS.has(nameOf(object)) &&
      listOf<{ readonly hostPath?: { readonly path?: string } }>(pod["volumes"]).some(({ hostPath }) =>
        CNI_FOLDER.test(hostPath?.path ?? ""),
      ),
  };
  const { hostPorts, podEni, nodeSelector, writesCniConfig } = found;
  const asks = hostPorts.length > 0 || podEni || writesCniConfig || Object.keys(nodeSelector).length > 0;
  return asks ? [found] : [];
}

/** Cilium's own ports are no conflict with itself. */
const isOfCilium = ({ metadata = {} }: Raw): boolean =>
  metadata.labels?.["app.kubernetes.io/part-of"] === "cilium" ||
  ["cilium", "cilium-envoy", "cilium-operator"].includes(metadata.name ?? "");

const NLB_TARGETS = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
const NLB_TYPE = "service.beta.kubernetes.io/aws-load-balancer-type";

/** A load balancer of a Service, an Ingress or a TargetGroupBinding; nothing for Services of other types. */
export function loadBalancerOf(object: Raw): readonly LoadBalancerModel[] {
  const { kind = "", spec = {} } = object;
  const annotations = object.metadata?.annotations ?? {};
  if (kind === "Service" && spec["type"] !== "LoadBalancer") return [];
  const byAddress =
    kind === "Service"
      ? annotations[NLB_TARGETS] === "ip" || annotations[NLB_TYPE] === "nlb-ip"
      : kind === "Ingress"
        ? annotations["alb.ingress.kubernetes.io/target-type"] === "ip"
        : spec["targetType"] === "ip";
  return [{ kind, ...named(object), targets: byAddress ? "ip" : "instance" }];
}

export const nodePoolOf = (object: Raw): NodePoolLabels => ({
  name: nameOf(object),
  labels: recordOf(recordOf(recordOf(object.spec?.["template"])["metadata"])["labels"]) as Readonly<
    Record<string, string>
  >,
});
