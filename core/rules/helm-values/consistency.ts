import type { Rule } from "../rule.ts";
import { minorOfCilium, shown } from "../common.ts";
import { valueRule } from "../value-rule.ts";

const UNCHECKED = "Cilium charts 1.19.6 and 1.20.0, rendered: accepted without a word";

export const apiServer = valueRule({
  id: "helm-values-api-server",
  group: "helm-values",
  severity: "error",
  title: "Without kube-proxy the agent is told the API server's address",
  why: "The agent cannot reach the API by its ClusterIP before it has made ClusterIPs work. `auto` needs a ConfigMap that EKS does not have, and a scheme is taken for part of the name.",
  source: `${UNCHECKED}; cilium/cilium#28882, #22039; Cilium docs: kubeproxy-free`,
  *check(values) {
    if (!values.replacesKubeProxy) return;
    const host = values.get("k8sServiceHost");
    const expected = "the host of the EKS endpoint, without https://";
    if (!values.has("k8sServiceHost") && !values.has("k8sServiceHostRef.name")) {
      yield {
        at: "k8sServiceHost",
        found: shown(host),
        expected,
        fix: "Set k8sServiceHost to the endpoint's host and k8sServicePort to 443.",
      };
    } else if (host === "auto") {
      yield { at: "k8sServiceHost", found: "auto", expected, fix: "Set k8sServiceHost to the endpoint's host." };
    } else if (typeof host === "string" && (host.includes("://") || host.includes("/"))) {
      yield {
        at: "k8sServiceHost",
        found: host,
        expected,
        fix: `Set k8sServiceHost to ${host.replace(/^\w+:\/\//, "").replace(/\/.*$/, "")}.`,
      };
    }
  },
});

export const apiPort = valueRule({
  id: "helm-values-api-port",
  group: "helm-values",
  severity: "error",
  title: "k8sServicePort is 443",
  why: "The EKS endpoint answers on 443; the agent would try the port of a local API server.",
  source: "Cilium docs: kubeproxy-free; EKS user guide: cluster-endpoint",
  *check(values) {
    if (!values.has("k8sServiceHost")) return;
    const port = values.get("k8sServicePort");
    if (port === 443 || port === "443") return;
    yield { at: "k8sServicePort", found: shown(port), expected: "443", fix: "Set k8sServicePort to 443." };
  },
});

export const eniPair = valueRule({
  id: "helm-values-eni-pair",
  group: "helm-values",
  severity: "error",
  title: "ipam.mode and eni.enabled agree",
  why: "One without the other gives the wrong operator image and masquerade (1.19), fails the render (1.20), or silently overwrites the other IPAM mode.",
  source: "Cilium charts 1.18.12, 1.19.6 and 1.20.0, rendered",
  *check(values) {
    const mode = values.text("ipam.mode");
    if (mode === "eni" && !values.on("eni.enabled")) {
      yield {
        at: "eni.enabled",
        found: shown(values.get("eni.enabled")),
        expected: "true with ipam.mode eni",
        fix: "Set eni.enabled to true.",
      };
    } else if (values.on("eni.enabled") && mode !== "eni") {
      yield {
        at: "ipam.mode",
        found: shown(mode),
        expected: '"eni" with eni.enabled',
        fix: "Set ipam.mode to eni, or remove eni.enabled.",
      };
    }
  },
});

export const hubbleCertificates = valueRule({
  id: "helm-values-hubble-certificates",
  group: "helm-values",
  severity: "warning",
  title: "Hubble's certificates are renewed by a job or by cert-manager",
  why: "The chart's default `helm` makes a new CA on every render without a cluster, and with one it never renews the server's and the relay's certificates: after a year Hubble stops.",
  source: "templates/hubble of the Cilium charts 1.18.12 to 1.20.0, rendered twice; cilium/cilium#36012",
  *check(values, { delivery }) {
    if (values.off("hubble.enabled") || values.off("hubble.tls.enabled") || values.off("hubble.tls.auto.enabled"))
      return;
    const method = values.text("hubble.tls.auto.method") ?? "helm";
    if (method !== "helm") return;
    yield {
      at: "hubble.tls.auto.method",
      found: delivery === "template" ? "helm, rendered on the client" : "helm",
      expected: "cronJob or certmanager",
      fix: "Set hubble.tls.auto.method to cronJob.",
      ...(delivery === "template" ? { severity: "error" as const } : {}),
    };
  },
});

export const gatewayClassAuto = valueRule({
  id: "helm-values-gateway-class-auto",
  group: "helm-values",
  severity: "error",
  title: "Who makes the GatewayClass is decided",
  why: "`auto` asks the API server that Helm renders against: rendered on the client there is none, and no class is made.",
  source: "Cilium charts 1.19.6 and 1.20.0, rendered with and without capabilities",
  *check(values, { delivery }) {
    if (!values.gateway || delivery !== "template") return;
    const create = values.get("gatewayAPI.gatewayClass.create") ?? "auto";
    if (create !== "auto") return;
    yield {
      at: "gatewayAPI.gatewayClass.create",
      found: "auto, rendered on the client",
      expected: '"true" or "false", as text',
      fix: 'Set gatewayAPI.gatewayClass.create to "true".',
    };
  },
});

export const forced = valueRule({
  id: "helm-values-forced",
  group: "helm-values",
  severity: "error",
  title: "No Helm value contradicts what the chart forces",
  why: "The chart overwrites it: with a Gateway 1.20 forces bpf-lb-sock-hostns-only and bpf-lb-algorithm-annotation on; ENI mode forces endpoint routes on and the no-conntrack rules off.",
  source: "templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0, rendered",
  *check(values, cilium) {
    const contradictions: [path: string, wanted: boolean, when: boolean][] = [
      ["socketLB.hostNamespaceOnly", true, values.gateway && minorOfCilium(cilium) === "1.20"],
      ["bpf.lbAlgorithmAnnotation", true, values.gateway && minorOfCilium(cilium) === "1.20"],
      ["endpointRoutes.enabled", true, values.eni],
      ["installNoConntrackIptablesRules", false, values.eni],
    ];
    for (const [at, wanted, when] of contradictions) {
      if (!when || !(wanted ? values.off(at) : values.on(at))) continue;
      yield { at, found: String(!wanted), expected: `${String(wanted)}, which the chart forces`, fix: "Remove it." };
    }
  },
});

export const rollOut = valueRule({
  id: "helm-values-roll-out",
  group: "helm-values",
  severity: "warning",
  title: "A changed configuration reaches the agents",
  why: "Agents and operator read cilium-config only when they start; without the checksum annotation an update changes nothing until somebody restarts them.",
  source: "values.yaml of the Cilium chart 1.19.6: rollOutCiliumPods, operator.rollOutPods",
  *check(values) {
    for (const at of ["rollOutCiliumPods", "operator.rollOutPods"]) {
      if (!values.on(at)) yield { at, found: shown(values.get(at)), expected: "true", fix: `Set ${at} to true.` };
    }
  },
});

export const operatorReplicas = valueRule({
  id: "helm-values-operator-replicas",
  group: "helm-values",
  severity: "warning",
  also: ["nodeGroups"],
  title: "There is a node for every operator",
  why: "Operators refuse to share a node: with fewer nodes than replicas the rollout never ends.",
  source: "templates/cilium-operator/deployment.yaml of the Cilium charts: required anti-affinity by hostname",
  *check(values, _cilium, { nodeGroups = [] }) {
    const replicas = values.get("operator.replicas") ?? 2;
    if (typeof replicas !== "number" || nodeGroups.length === 0) return;
    if (nodeGroups.some(({ kind }) => kind !== "managed" && kind !== "self-managed")) return;
    const nodes = nodeGroups.reduce((sum, { scaling }) => sum + scaling.min, 0);
    if (nodes >= replicas || nodes === 0) return;
    yield {
      at: "operator.replicas",
      found: `${String(replicas)} with ${String(nodes)} nodes at the smallest`,
      expected: `${String(nodes)} or less`,
      fix: `Set operator.replicas to ${String(nodes)}, or more nodes.`,
    };
  },
});

export const policyMode = valueRule({
  id: "helm-values-policy-enforcement",
  group: "helm-values",
  severity: "warning",
  title: "policyEnforcementMode leaves the cluster usable",
  why: "`always` denies everything that no policy allows, DNS, the API server and health checks included; `never` ignores every policy.",
  source: "Cilium docs: security/network/policyenforcement",
  *check(values) {
    const mode = values.text("policyEnforcementMode");
    if (mode !== "always" && mode !== "never") return;
    yield { at: "policyEnforcementMode", found: mode, expected: "default", fix: "Leave it out, and deny by policies." };
  },
});

/** What the chart lets through although it does not work, or not as meant. */
export const consistencyRules: readonly Rule[] = [
  apiServer,
  apiPort,
  eniPair,
  hubbleCertificates,
  gatewayClassAuto,
  forced,
  rollOut,
  operatorReplicas,
  policyMode,
];
