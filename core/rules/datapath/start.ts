import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type Values, minorOfCilium } from "../common.ts";

/** The chart's own choice where none is made: native in ENI mode, else a tunnel. */
const tunnelled = (values: Values): boolean =>
  (values.text("routingMode") ?? (values.eni ? "native" : "tunnel")) === "tunnel";

/** In ENI mode the chart leaves masquerade off where nothing is said. */
const masquerades = (values: Values): boolean =>
  values.eni ? values.on("enableIPv4Masquerade") : !values.off("enableIPv4Masquerade");

/** Values with which the agent stops at its start although the chart takes them. */
export default rulesOn(ciliumValues, [
  {
    id: "datapath-auto-direct-routes",
    severity: "error",
    title: "Nodes are not each other's next hop",
    why: "The agent then makes each node the gateway of its pods: that needs all nodes in one subnet, which a cluster of two zones never has, and in ENI mode a node has no pod range at all. With a tunnel the agent stops at its start.",
    symptom: "With a tunnel the agent does not start: auto-direct-node-routes cannot be used with tunneling.",
    source:
      "cilium/cilium daemon/cmd/daemon_main.go: EnableAutoDirectRouting; Cilium docs: network/concepts/routing, native routing",
    fix: "Remove autoDirectNodeRoutes: false is the default.",
    *check(values) {
      if (!values.on("autoDirectNodeRoutes")) return;
      const where = tunnelled(values) ? "with a tunnel" : values.eni ? "in ENI mode" : "with nodes in several subnets";
      yield { at: "autoDirectNodeRoutes", found: `true ${where}`, expected: "false" };
    },
  },
  {
    id: "datapath-no-conntrack-rules",
    severity: "error",
    title: "Connection tracking is skipped only where the agent can do without",
    why: "The agent takes the rules only with native routing, kube-proxy replacement, and masquerade off or done by BPF; otherwise it stops at its start.",
    symptom:
      "The agent does not start: install-no-conntrack-iptables-rules requires the agent to run in direct routing mode.",
    source:
      "cilium/cilium daemon/cmd/daemon_main.go and pkg/kpr/initializer/kube_proxy_replacement.go: InstallNoConntrackIptRules",
    fix: "Remove installNoConntrackIptablesRules: false is the default.",
    *check(values) {
      // In ENI mode the chart switches them off.
      if (!values.on("installNoConntrackIptablesRules") || values.eni) return;
      const missing = [
        ...(tunnelled(values) ? ["native routing"] : []),
        ...(values.replacesKubeProxy ? [] : ["kubeProxyReplacement"]),
        ...(masquerades(values) && !values.on("bpf.masquerade") ? ["BPF masquerade"] : []),
      ];
      if (missing.length === 0) return;
      yield {
        at: "installNoConntrackIptablesRules",
        found: `true without ${missing.join(", ")}`,
        expected: "false",
      };
    },
  },
  {
    id: "datapath-egress-gateway",
    severity: "error",
    title: "The egress gateway has BPF masquerade and no CiliumEndpointSlices",
    why: "It rewrites packets where BPF masquerade does and reads identities from CRDs: the agent stops at its start otherwise.",
    symptom:
      'The agent does not start: egress gateway requires --enable-ipv4-masquerade="true" and --enable-bpf-masquerade="true".',
    source: "cilium/cilium pkg/egressgateway/manager.go, 1.19 and 1.20",
    fix: "Set enableIPv4Masquerade and bpf.masquerade to true, and leave ciliumEndpointSlice and identityAllocationMode at their defaults.",
    *check(values) {
      if (!values.on("egressGateway.enabled")) return;
      const at = "egressGateway.enabled";
      if (!masquerades(values) || !values.on("bpf.masquerade"))
        yield { at, found: "true without BPF masquerade", expected: "enableIPv4Masquerade and bpf.masquerade true" };
      if (values.on("ciliumEndpointSlice.enabled"))
        yield { at, found: "true with ciliumEndpointSlice.enabled", expected: "one of them" };
      const mode = values.text("identityAllocationMode") ?? "crd";
      if (mode !== "crd") yield { at, found: `true with identityAllocationMode ${mode}`, expected: "crd" };
    },
  },
  {
    id: "datapath-cidr-match-mode",
    severity: "error",
    title: "policyCIDRMatchMode names what the agent knows",
    why: "The agent takes nodes, from 1.20 on pods too, and stops at its start on anything else.",
    symptom: "The agent does not start: unknown CIDR match mode.",
    source: "cilium/cilium pkg/option/config.go: validatePolicyCIDRMatchMode at the branches of 1.19 and 1.20",
    fix: "Write nodes, or leave policyCIDRMatchMode out.",
    *check(values, { cilium }) {
      const mode: unknown = values.get("policyCIDRMatchMode");
      const modes = Array.isArray(mode)
        ? (mode as readonly unknown[])
        : typeof mode === "string"
          ? mode.split(",")
          : [];
      const known = minorOfCilium(cilium) === "1.19" ? ["nodes"] : ["nodes", "pods"];
      for (const one of modes) {
        if (one === "" || known.some((word) => word === one)) continue;
        yield { at: "policyCIDRMatchMode", found: JSON.stringify(one), expected: known.join(" or ") };
      }
    },
  },
  {
    id: "datapath-portmap",
    severity: "error",
    title: "Host ports are Cilium's own where it replaces kube-proxy",
    why: "Chaining with portmap calls a plugin that the EKS images of AL2023 do not have in /opt/cni/bin: no pod gets a network. kube-proxy replacement does host ports without it.",
    symptom: 'Pods stay in ContainerCreating: failed to find plugin "portmap" in path [/opt/cni/bin].',
    source:
      "nutanix-cloud-native/cluster-api-runtime-extensions-nutanix#1340; Cilium docs: network/kubernetes/kubeproxy-free, HostPort",
    fix: "Remove cni.chainingMode.",
    *check(values) {
      if (values.text("cni.chainingMode") !== "portmap" || !values.replacesKubeProxy) return;
      yield { at: "cni.chainingMode", found: "portmap with kubeProxyReplacement", expected: "none" };
    },
  },
]);
