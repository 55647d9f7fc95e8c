import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type Values, minorOfCilium, shown } from "../common.ts";

const UNCHECKED = "Cilium charts 1.19.6 and 1.20.0, rendered: accepted without a word";

/** Hubble runs with certificates that Helm makes. */
function certificatesByHelm(values: Values): boolean {
  if (["hubble.enabled", "hubble.tls.enabled", "hubble.tls.auto.enabled"].some((path) => values.off(path)))
    return false;
  return (values.text("hubble.tls.auto.method") ?? "helm") === "helm";
}

const nodeWord = (count: number): string => (count === 1 ? "1 node" : `${String(count)} nodes`);

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-api-server",
    severity: "error",
    title: "Without kube-proxy the agent is told the API server's address",
    why: "The agent cannot reach the API by its ClusterIP before it has made ClusterIPs work. `auto` needs a ConfigMap that EKS does not have, and a scheme is taken for part of the name.",
    symptom: "Agents do not become ready; nodes keep the taint agent-not-ready.",
    source: `${UNCHECKED}; cilium/cilium#28882, #22039; Cilium docs: kubeproxy-free`,
    fix: "Set k8sServiceHost to the endpoint's host and k8sServicePort to 443.",
    *check(values) {
      if (!values.replacesKubeProxy) return;
      const expected = "the host of the EKS endpoint, without https:// and port";
      if (!values.given("k8sServiceHost")) {
        if (values.given("k8sServiceHostRef.name")) return;
        yield {
          at: "k8sServiceHost",
          found: shown(values.get("k8sServiceHost")),
          expected,
          fix: "Set k8sServiceHost to the endpoint's host and k8sServicePort to 443.",
        };
        return;
      }
      const host = values.get("k8sServiceHost");
      if (host === "auto") {
        yield { at: "k8sServiceHost", found: "auto", expected, fix: "Set k8sServiceHost to the endpoint's host." };
      } else if (typeof host === "string" && /[/:]/.test(host)) {
        const name = host.replace(/^\w+:\/\//, "").replace(/[/:].*$/, "");
        yield { at: "k8sServiceHost", found: host, expected, fix: `Set k8sServiceHost to ${name}.` };
      }
    },
  },
  {
    id: "helm-values-api-port",
    severity: "error",
    title: "k8sServicePort is 443",
    why: "The EKS endpoint answers on 443; the agent would try the port of a local API server.",
    source: "Cilium docs: kubeproxy-free; EKS user guide: cluster-endpoint",
    fix: "Set k8sServicePort to 443.",
    *check(values) {
      if (!values.given("k8sServiceHost")) return;
      const port = values.get("k8sServicePort");
      if (port === 443 || port === "443") return;
      yield { at: "k8sServicePort", found: shown(port), expected: "443" };
    },
  },
  {
    id: "helm-values-eni-pair",
    severity: "error",
    title: "ipam.mode and eni.enabled agree",
    why: "One without the other gives the wrong operator image and masquerade (1.19), fails the render (1.20), or silently overwrites the other IPAM mode.",
    source: "Cilium charts 1.18.12, 1.19.6 and 1.20.0, rendered",
    fix: "Set ipam.mode to eni together with eni.enabled: true, or remove both.",
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
  },
  {
    id: "helm-values-hubble-certificates",
    severity: "warning",
    title: "Hubble's certificates are renewed by a job or by cert-manager",
    why: "With the chart's default `helm` the server's and the relay's certificates are never renewed: after a year Hubble stops.",
    symptom: "A year after the installation Hubble Relay reaches no agent; the UI is empty.",
    source: "templates/hubble of the Cilium charts 1.18.12 to 1.20.0, rendered twice; cilium/cilium#36012",
    fix: "Set hubble.tls.auto.method to cronJob.",
    *check(values, { cilium: { delivery } }) {
      if (delivery !== "template" && certificatesByHelm(values))
        yield { at: "hubble.tls.auto.method", found: "helm", expected: "cronJob or certmanager" };
    },
  },
  {
    id: "helm-values-hubble-certificates-rendered",
    severity: "error",
    title: "Hubble's certificates are not made anew by every render",
    why: "Rendered without a cluster, the chart's default `helm` makes another CA each time: agents and relay then trust different ones.",
    symptom: "After an update Hubble Relay logs x509: certificate signed by unknown authority.",
    source: "templates/hubble of the Cilium charts 1.18.12 to 1.20.0, rendered twice; cilium/cilium#36012",
    fix: "Set hubble.tls.auto.method to cronJob.",
    *check(values, { cilium: { delivery } }) {
      if (delivery === "template" && certificatesByHelm(values))
        yield {
          at: "hubble.tls.auto.method",
          found: "helm, rendered on the client",
          expected: "cronJob or certmanager",
        };
    },
  },
  {
    id: "helm-values-gateway-class-auto",
    severity: "error",
    title: "Who makes the GatewayClass is decided",
    why: "`auto` asks the API server that Helm renders against: rendered on the client there is none, and no class is made.",
    source: "Cilium charts 1.19.6 and 1.20.0, rendered with and without capabilities",
    fix: 'Set gatewayAPI.gatewayClass.create to "true".',
    *check(values, { cilium: { delivery } }) {
      if (!values.gateway || delivery !== "template") return;
      const create = values.get("gatewayAPI.gatewayClass.create") ?? "auto";
      if (create !== "auto") return;
      yield {
        at: "gatewayAPI.gatewayClass.create",
        found: "auto, rendered on the client",
        expected: '"true" or "false", as text',
      };
    },
  },
  {
    id: "helm-values-forced",
    severity: "error",
    title: "No Helm value contradicts what the chart forces",
    why: "The chart overwrites it: with a Gateway 1.20 forces bpf-lb-sock-hostns-only and bpf-lb-algorithm-annotation on; ENI mode forces endpoint routes on and the no-conntrack rules off.",
    source: "templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0, rendered",
    fix: "Remove it.",
    *check(values, { cilium }) {
      const contradictions: [path: string, wanted: boolean, when: boolean][] = [
        ["socketLB.hostNamespaceOnly", true, values.gateway && minorOfCilium(cilium) === "1.20"],
        ["bpf.lbAlgorithmAnnotation", true, values.gateway && minorOfCilium(cilium) === "1.20"],
        ["endpointRoutes.enabled", true, values.eni],
        ["installNoConntrackIptablesRules", false, values.eni],
      ];
      for (const [at, wanted, when] of contradictions) {
        if (!when || !(wanted ? values.off(at) : values.on(at))) continue;
        yield { at, found: String(!wanted), expected: `${String(wanted)}, which the chart forces` };
      }
    },
  },
  {
    id: "helm-values-roll-out",
    severity: "warning",
    title: "A changed configuration reaches the agents",
    why: "Agents and operator read cilium-config only when they start; without the checksum annotation an update changes nothing until somebody restarts them.",
    symptom: "An update ends without an error and changes nothing.",
    source: "values.yaml of the Cilium chart 1.19.6: rollOutCiliumPods, operator.rollOutPods",
    fix: "Set rollOutCiliumPods and operator.rollOutPods to true.",
    *check(values) {
      for (const at of ["rollOutCiliumPods", "operator.rollOutPods"]) {
        if (!values.on(at)) yield { at, found: shown(values.get(at)), expected: "true", fix: `Set ${at} to true.` };
      }
    },
  },
  {
    id: "helm-values-operator-replicas",
    severity: "warning",
    also: ["nodeGroups"],
    title: "There is a node for every operator",
    why: "Operators refuse to share a node: with fewer nodes than replicas the rollout never ends.",
    symptom: "An operator's pod stays Pending: didn't match pod anti-affinity rules.",
    source: "templates/cilium-operator/deployment.yaml of the Cilium charts: required anti-affinity by hostname",
    fix: "Lower operator.replicas, or keep more nodes.",
    *check(values, { nodeGroups = [] }) {
      const replicas = values.get("operator.replicas") ?? 2;
      if (typeof replicas !== "number" || nodeGroups.length === 0) return;
      if (nodeGroups.some(({ kind }) => kind !== "managed" && kind !== "self-managed")) return;
      const nodes = nodeGroups.reduce((sum, { scaling }) => sum + scaling.min, 0);
      if (nodes >= replicas || nodes === 0) return;
      yield {
        at: "operator.replicas",
        found: `${String(replicas)} with ${nodeWord(nodes)} at the smallest`,
        expected: nodes === 1 ? "1" : `${String(nodes)} or fewer`,
        fix: `Set operator.replicas to ${String(nodes)}, or more nodes.`,
      };
    },
  },
  {
    id: "helm-values-policy-enforcement",
    severity: "warning",
    title: "policyEnforcementMode leaves the cluster usable",
    why: "`always` denies everything that no policy allows, DNS, the API server and health checks included; `never` ignores every policy.",
    source: "Cilium docs: security/network/policyenforcement",
    fix: "Leave it out, and deny by policies.",
    *check(values) {
      const mode = values.text("policyEnforcementMode");
      if (mode !== "always" && mode !== "never") return;
      yield { at: "policyEnforcementMode", found: mode, expected: "default" };
    },
  },
]);
