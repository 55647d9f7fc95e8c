import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import type { Values } from "../common.ts";

const TUNING = "Cilium docs: operations/performance/tuning";

/** Why the agent routes through the host's stack; undefined where it routes in BPF, which is its own default. */
function legacyReason(values: Values): string | undefined {
  if (values.chained) return "aws-cni chaining, which forces legacy host routing";
  if (values.on("bpf.hostLegacyRouting")) return "bpf.hostLegacyRouting";
  if (iptablesMasquerade(values)) return "masquerade by iptables, which turns BPF host routing off";
  return values.replacesKubeProxy ? undefined : "kubeProxyReplacement off, which turns BPF host routing off";
}

/** The chart masquerades by default, but in ENI mode. */
function iptablesMasquerade(values: Values): boolean {
  const masquerades = values.on("enableIPv4Masquerade") || (!values.eni && !values.off("enableIPv4Masquerade"));
  return masquerades && !values.on("bpf.masquerade");
}

/** What BIG TCP does not go with. */
function bigTcpObstacle(values: Values): string | undefined {
  if (values.on("encryption.enabled")) return "encryption";
  if (values.text("routingMode") === "tunnel") return "a tunnel";
  const dispatch = values.text("loadBalancer.dsrDispatch");
  if (dispatch !== undefined && dispatch !== "opt") return `loadBalancer.dsrDispatch ${dispatch}, which makes a tunnel`;
  return legacyReason(values);
}

const isNetkit = (mode: string | undefined): mode is string => mode === "netkit" || mode === "netkit-l2";

export default rulesOn(ciliumValues, [
  {
    id: "datapath-host-routing",
    severity: "warning",
    title: "BPF host routing, where it is asked for, has what it needs",
    why: "Without kube-proxy replacement, or with masquerade by iptables, the agent falls back to legacy host routing; one line in its log says so.",
    source: `${TUNING}; cilium/cilium daemon/cmd, kube-proxy replacement, read in a 1.18 copy`,
    fix: "Set masquerade to bpf or off, or hostRouting to legacy.",
    *check(values) {
      if (!values.off("bpf.hostLegacyRouting")) return;
      const reason = legacyReason(values);
      if (reason === undefined) return;
      yield {
        at: "bpf.hostLegacyRouting",
        found: `false with ${reason}`,
        expected: "masquerade off or in BPF, and kube-proxy replacement",
      };
    },
  },
  {
    id: "datapath-netkit",
    severity: "error",
    title: "netkit comes with BPF host routing",
    why: "The agent refuses netkit with legacy host routing; the mode cannot be changed on a running node.",
    source: `${TUNING}; cilium/cilium pkg/datapath/connector`,
    fix: "Set hostRouting to bpf with masquerade off or bpf, or datapathMode to veth.",
    *check(values) {
      const mode = values.text("bpf.datapathMode");
      if (!isNetkit(mode)) return;
      const reason = legacyReason(values);
      if (reason === undefined) return;
      yield {
        at: "bpf.datapathMode",
        found: `${mode} with ${reason}`,
        expected: "BPF host routing",
      };
    },
  },
  {
    id: "datapath-netkit-endpoint-routes",
    severity: "warning",
    title: "netkit in ENI mode runs on a kernel with netkit's scrub attribute",
    why: "ENI mode routes by endpoint. On kernels without the fix of 6.13 identities get lost there: newer agents refuse to start, older ones can apply the wrong policy.",
    source:
      "cilium/cilium#35306, pkg/datapath/connector; UNVERIFIED which AL2023 and Bottlerocket kernels have the backport",
    fix: "Start one node of the image with netkit and look at the agent's log, then waive this; or set datapathMode to veth.",
    *check(values) {
      const mode = values.text("bpf.datapathMode");
      if (!isNetkit(mode) || !(values.eni || values.on("endpointRoutes.enabled"))) return;
      yield {
        at: "bpf.datapathMode",
        found: `${mode} with endpoint routes`,
        expected: "a kernel of 6.13 or newer, or one with the backport",
      };
    },
  },
  {
    id: "datapath-bbr",
    severity: "error",
    title: "BBR comes with the bandwidth manager and BPF host routing",
    why: "Through the host's stack packets lose the socket they belong to, and the agent refuses to start.",
    symptom: "The agent does not start; its log names the bandwidth manager.",
    source: `${TUNING}; cilium/cilium pkg/datapath/linux/bandwidth`,
    fix: "Set bandwidthManager.enabled, and hostRouting to bpf with masquerade off or bpf; or bbr to false.",
    *check(values) {
      if (!values.on("bandwidthManager.bbr")) return;
      const at = "bandwidthManager.bbr";
      if (!values.on("bandwidthManager.enabled")) {
        yield {
          at,
          found: "true without bandwidthManager.enabled",
          expected: "bandwidthManager.enabled: true",
          fix: "Set bandwidthManager.enabled.",
        };
        return;
      }
      const reason = values.on("bandwidthManager.bbrHostNamespaceOnly") ? undefined : legacyReason(values);
      if (reason === undefined) return;
      yield {
        at,
        found: `true with ${reason}`,
        expected: "BPF host routing",
        fix: "Set hostRouting to bpf with masquerade off or bpf, or bbr to false.",
      };
    },
  },
  {
    id: "datapath-big-tcp",
    severity: "error",
    title: "BIG TCP comes with BPF host routing, and without tunnels and encryption",
    why: "The agent refuses to start, or leaves packets that are too large for the rest of the way.",
    source: `${TUNING}; cilium/cilium pkg/datapath/linux/bigtcp`,
    fix: "Remove BIG TCP, or what it does not go with.",
    *check(values) {
      for (const at of ["enableIPv4BIGTCP", "enableIPv6BIGTCP"]) {
        const obstacle = values.on(at) ? bigTcpObstacle(values) : undefined;
        if (obstacle !== undefined)
          yield {
            at,
            found: `true with ${obstacle}`,
            expected: "BPF host routing, native routing, no encryption",
            fix: `Remove ${at}, or what it does not go with.`,
          };
      }
    },
  },
  {
    id: "datapath-big-tcp-driver",
    severity: "warning",
    title: "BIG TCP runs on a driver that Cilium names for it",
    why: "Cilium's documentation lists mlx4, mlx5 and ice; EC2's ENA is not among them, so it may change nothing.",
    source: TUNING,
    fix: "Leave it off, or measure first and waive this.",
    *check(values) {
      if (values.on("enableIPv4BIGTCP"))
        yield {
          at: "enableIPv4BIGTCP",
          found: "true on EC2",
          expected: "false",
        };
    },
  },
  {
    id: "datapath-host-routing-pod-identity",
    severity: "warning",
    title: "Pod Identity is tried with BPF host routing",
    why: "Versions have dropped the agent's address 169.254.170.23 there: pods then get no credentials.",
    symptom: "Pods with Pod Identity time out on 169.254.170.23 and get no credentials.",
    source: "cilium/cilium#35989, #40273, #34228",
    also: ["addons"],
    fix: "Set hostRouting to legacy, or waive this and keep such a test.",
    *check(values, { addons = [] }) {
      if (legacyReason(values) !== undefined || !addons.some(({ name }) => name === "eks-pod-identity-agent")) return;
      yield {
        at: "bpf.hostLegacyRouting",
        found: `${values.off("bpf.hostLegacyRouting") ? "false" : "nothing, so BPF host routing,"} with the Pod Identity agent`,
        expected: "a smoke test of a pod with Pod Identity after every upgrade",
      };
    },
  },
]);
