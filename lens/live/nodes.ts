import type { LiveNode } from "../../core/model/index.ts";
import { type Raw, type RawCondition, ageOf, listOf, nameOf, recordOf, textOf } from "./raw.ts";
import { present } from "../../core/model/present.ts";

const AGENT_TAINT = "node.cilium.io/agent-not-ready";

/** A node without what its pods tell; `agentTaintKey` is Cilium's, which a stack may rename. */
export function nodeOf(object: Raw, at: number, agentTaintKey = AGENT_TAINT): LiveNode {
  const { labels = {}, creationTimestamp } = object.metadata ?? {};
  const conditions = listOf<RawCondition>(object.status?.["conditions"]);
  const ready = conditions.find(({ type }) => type === "Ready");
  const taints = listOf<{ readonly key: string; readonly effect: string }>(object.spec?.["taints"]);
  const info = recordOf(object.status?.["nodeInfo"]);
  const addresses = listOf<{ readonly type: string; readonly address: string }>(object.status?.["addresses"]);
  const provider = textOf(object.spec?.["providerID"]);
  const instanceId = /\/(i-[0-9a-f]+)$/.exec(provider)?.[1];
  const reason = ready === undefined ? "the kubelet has not reported yet" : (ready.message ?? ready.reason);
  return {
    name: nameOf(object),
    ...present("instanceId", instanceId),
    ...present("instanceType", labels["node.kubernetes.io/instance-type"]),
    ...present("zone", labels["topology.kubernetes.io/zone"]),
    ...present("group", labels["eks.amazonaws.com/nodegroup"]),
    kind: kindOf(labels),
    ...present("address", addresses.find(({ type }) => type === "InternalIP")?.address),
    ready: ready?.status === "True",
    ...(ready?.status === "True" ? {} : present("reason", reason)),
    sinceSeconds: ageOf(ready?.lastTransitionTime ?? creationTimestamp, at),
    ageSeconds: ageOf(creationTimestamp, at),
    networkUnavailable: conditions.some(({ type, status }) => type === "NetworkUnavailable" && status === "True"),
    agentTaint: taints.some(({ key }) => key === agentTaintKey),
    taints: taints.map(({ key, effect }) => `${key}:${effect}`),
    labels,
    kubelet: textOf(info["kubeletVersion"]),
    maxPods: Number(recordOf(object.status?.["allocatable"])["pods"] ?? 0),
    pods: 0,
    podAddresses: 0,
  };
}

function kindOf(labels: Readonly<Record<string, string>>): LiveNode["kind"] {
  if (labels["kubernetes.io/os"] === "windows") return "windows";
  const compute = labels["eks.amazonaws.com/compute-type"];
  return compute === "fargate" || compute === "hybrid" ? compute : "ec2";
}
