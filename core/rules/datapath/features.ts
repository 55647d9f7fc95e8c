import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type CiliumModel, type ClusterModel, SubnetRole } from "../../model/index.ts";
import { type Values, shown } from "../common.ts";

/** Pods outside the VPC's primary CIDR, or on prefixes: the set-ups of the open problem. */
const isOpenProblem = (values: Values, { network }: ClusterModel): string | undefined => {
  if (values.on("eni.awsEnablePrefixDelegation")) return "prefix delegation";
  return network?.subnets.some(({ role }) => role === SubnetRole.Pod) === true ? "pod subnets" : undefined;
};

const IPSEC =
  "values.yaml of the Cilium charts: encryption.ipsec.secretName; Cilium docs: security/network/encryption-ipsec";

/** The control plane is made by the same program. */
const madeOnTheWay = ({ controlPlane }: ClusterModel): boolean =>
  controlPlane !== undefined && controlPlane.existing === undefined;

/** Name of the secret of IPsec's keys, where nothing in the program makes it. */
function missingKeys(values: Values, { cilium, objects = [] }: ClusterModel): string | undefined {
  if (!values.on("encryption.enabled") || values.text("encryption.type") !== "ipsec") return undefined;
  const name = values.text("encryption.ipsec.secretName") ?? "cilium-ipsec-keys";
  const there = objects.some(
    ({ kind, metadata }) => kind === "Secret" && metadata.name === name && metadata.namespace === cilium?.namespace,
  );
  return there ? undefined : name;
}

const withoutKeys = (name: string, { namespace }: CiliumModel) => ({
  at: "encryption.type",
  found: `ipsec, and no Secret ${name} in this program`,
  expected: `the Secret ${name} in ${namespace} before the release, or wireguard`,
});

export default rulesOn(ciliumValues, [
  {
    id: "datapath-encryption-type",
    severity: "error",
    title: "Encryption names its kind",
    why: "Without a type the chart takes IPsec, whose agents wait for a secret of keys that nobody made.",
    symptom: "Agents wait for the secret cilium-ipsec-keys; pods stay in ContainerCreating.",
    source: "values.yaml of the Cilium charts: encryption.type; Cilium docs: security/network/encryption-ipsec",
    fix: "Set encryption.type to wireguard.",
    *check(values) {
      if (!values.on("encryption.enabled") || values.has("encryption.type")) return;
      yield {
        at: "encryption.type",
        found: shown(values.get("encryption.type")),
        expected: "wireguard, or ipsec with the secret cilium-ipsec-keys",
      };
    },
  },
  {
    id: "datapath-tproxy",
    severity: "warning",
    title: "bpf.tproxy stays off",
    why: "It is a beta feature; egress L7 policies and the L7 load balancer break with it since 1.19.6.",
    source: "cilium/cilium#47896, #38100",
    fix: "Remove it.",
    *check(values) {
      if (values.on("bpf.tproxy")) yield { at: "bpf.tproxy", found: "true", expected: "false" };
    },
  },
  {
    id: "datapath-ipsec-keys",
    severity: "warning",
    title: "IPsec has its secret of keys before Cilium",
    why: "Agents wait for the secret; pods stay in ContainerCreating until somebody makes it, and keys are rotated by hand.",
    symptom: "Agents wait for the secret; pods stay in ContainerCreating.",
    source: IPSEC,
    fix: "Set encryption.type to wireguard, or waive this where something else makes the secret.",
    *check(values, model) {
      const name = madeOnTheWay(model) ? undefined : missingKeys(values, model);
      if (name !== undefined) yield withoutKeys(name, model.cilium);
    },
  },
  {
    id: "datapath-ipsec-keys-new",
    severity: "error",
    title: "The program that makes a cluster with IPsec makes its secret of keys",
    why: "The release follows the control plane at once: nobody else can make the secret between them, and agents wait for it.",
    symptom: "Agents wait for the secret; nodes stay NotReady and their group fails.",
    source: IPSEC,
    fix: "Set encryption.type to wireguard, or make the Secret and let the release depend on it.",
    also: ["controlPlane"],
    *check(values, model) {
      const name = madeOnTheWay(model) ? missingKeys(values, model) : undefined;
      if (name !== undefined) yield withoutKeys(name, model.cilium);
    },
  },
  {
    id: "datapath-node-encryption",
    severity: "error",
    title: "Node encryption comes with WireGuard",
    why: "It extends WireGuard to traffic of nodes; without WireGuard nothing is encrypted.",
    source: "Cilium docs: security/network/encryption-wireguard, node-to-node encryption",
    fix: "Set cilium.encryption.wireguard to true, or nodeEncryption to false.",
    *check(values) {
      if (!values.on("encryption.nodeEncryption") || values.wireguard) return;
      yield {
        at: "encryption.nodeEncryption",
        found: "true without WireGuard",
        expected: "encryption.enabled: true with type wireguard",
      };
    },
  },
  {
    id: "datapath-chaining-mtu",
    severity: "warning",
    title: "With WireGuard, pods of the VPC CNI get routes with the smaller MTU",
    why: "The VPC CNI sets its pods' MTU and knows nothing of WireGuard's overhead: large packets are fragmented or lost.",
    symptom: "Large responses hang while small ones pass.",
    source: "values.yaml of the Cilium charts: cni.enableRouteMTUForCNIChaining; cilium/cilium#28387, #28470",
    fix: "Set cni.enableRouteMTUForCNIChaining to true.",
    *check(values) {
      const at = "cni.enableRouteMTUForCNIChaining";
      if (!values.chained || !values.wireguard || values.on(at)) return;
      yield { at, found: shown(values.get(at)), expected: "true", fix: `Set ${at} to true.` };
    },
  },
  {
    id: "datapath-gateway-cross-node",
    severity: "warning",
    title: "Gateways reach pods on other nodes",
    why: "An open problem: with ENI mode and a secondary CIDR or prefix delegation, Envoy's traffic to pods on other nodes can time out. Encryption by WireGuard is the reported way round.",
    symptom: "503 or time-outs through the Gateway for pods on other nodes than Envoy's.",
    source: "cilium/cilium#43493, open since 2025-12, reports up to 1.20.1",
    fix: "Set cilium.encryption.wireguard, or try a route to a pod on another node and waive this.",
    *check(values, model) {
      if (!values.eni || !values.gateway || values.wireguard) return;
      const setup = isOpenProblem(values, model);
      if (setup === undefined) return;
      yield {
        at: "encryption.type",
        found: `no WireGuard, with Gateways and ${setup}`,
        expected: "wireguard",
      };
    },
  },
]);
