import { rulesOn } from "../rule.ts";
import { ciliumValues, objects } from "../subjects.ts";
import { EksAddon } from "../../facts/addons.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { XDP_MTU } from "../../nodes/defaults.ts";
import { Values, ciliumSubject, numberOf, shown } from "../common.ts";

const KPR = "Cilium docs: network/kubernetes/kubeproxy-free";

const isDirect = (values: Values): boolean => ["dsr", "hybrid"].includes(values.text("loadBalancer.mode") ?? "");

const isLoadBalancer = (object: KubernetesObject): boolean =>
  object.kind === "Service" && (object["spec"] as { type?: string } | undefined)?.type === "LoadBalancer";

const ANNOTATIONS: Readonly<Record<string, { readonly value: string; readonly setting: string }>> = {
  "service.cilium.io/lb-algorithm": { value: "bpf.lbAlgorithmAnnotation", setting: "algorithmAnnotation" },
  "service.cilium.io/forwarding-mode": { value: "bpf.lbModeAnnotation", setting: "modeAnnotation" },
};

const services = objects((model) => model.objects.filter(({ kind }) => kind === "Service"));

/** Values that only kube-proxy replacement reads, with what changes nothing. */
const IDLE: readonly (readonly [path: string, usual: readonly string[]])[] = [
  ["loadBalancer.mode", ["snat"]],
  ["loadBalancer.algorithm", ["random"]],
  ["loadBalancer.acceleration", ["disabled"]],
  ["bpf.lbAlgorithmAnnotation", []],
  ["bpf.lbModeAnnotation", []],
];

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "datapath-gateway-kube-proxy",
      severity: "error",
      title: "Gateway and Ingress come with kube-proxy replacement",
      why: "Without it the operator warns once and leaves the controller off: no Gateway is ever programmed.",
      symptom: "The GatewayClass stays without the condition Accepted; Gateways have no address.",
      source: "cilium/cilium operator/pkg/gateway-api/cell.go; Cilium docs: servicemesh/gateway-api/installation",
      fix: "Set kubeProxyReplacement to true, with k8sServiceHost and k8sServicePort.",
      *check(values) {
        if (values.replacesKubeProxy) return;
        const user = ["gatewayAPI.enabled", "ingressController.enabled"].find((path) => values.on(path));
        if (user === undefined) return;
        yield {
          at: "kubeProxyReplacement",
          found: `${shown(values.get("kubeProxyReplacement"))} with ${user}`,
          expected: "true",
        };
      },
    },
    {
      id: "datapath-kube-proxy-replacement",
      severity: "error",
      title: "Cilium replaces kube-proxy, which is not there",
      why: "The cluster has no kube-proxy: with the chart's default nothing would answer for ClusterIPs, the API server's among them.",
      source: `${KPR}; values.yaml of the Cilium charts: kubeProxyReplacement defaults to "false"`,
      symptom: "Nodes stay NotReady: agents reach the API server by no ClusterIP, and their log says i/o timeout.",
      also: ["controlPlane", "addons"],
      fix: "Set kubeProxyReplacement to true.",
      *check(values, { controlPlane, addons = [] }) {
        if (values.replacesKubeProxy || controlPlane === undefined || controlPlane.existing !== undefined) return;
        if (controlPlane.bootstrapSelfManagedAddons || controlPlane.installsKubeProxy) return;
        if (addons.some(({ name }) => name === EksAddon.KubeProxy)) return;
        yield {
          at: "kubeProxyReplacement",
          found: shown(values.get("kubeProxyReplacement")),
          expected: "true: nothing installs kube-proxy",
        };
      },
    },
    {
      id: "datapath-kube-proxy-idle",
      severity: "warning",
      title: "Settings of load balancing stand where Cilium does it",
      why: "Without kube-proxy replacement kube-proxy answers for Services: the agent reads these and does nothing with them.",
      source: `${KPR}; cilium/cilium pkg/kpr/initializer/kube_proxy_replacement.go`,
      fix: "Remove them, or set kubeProxyReplacement to true.",
      *check(values) {
        if (values.replacesKubeProxy) return;
        const idle = IDLE.filter(([path, usual]) => values.has(path) && !usual.includes(values.text(path) ?? ""));
        for (const [at] of idle)
          yield {
            at,
            found: `${shown(values.get(at))} with kube-proxy`,
            expected: "nothing, or kubeProxyReplacement: true",
          };
      },
    },
    {
      id: "datapath-xdp-mtu",
      severity: "error",
      title: "With native XDP no MTU is set that the ena driver refuses",
      why: `The agent gives MTU to every interface that it adds. The ena driver takes native XDP up to ${String(XDP_MTU)} only, and undoes what a udev rule has lowered before.`,
      symptom: "The agent restarts again and again; its log says that an XDP program could not be attached.",
      source:
        "cilium/cilium pkg/ipam/crd_eni.go (1.19), pkg/ipam/eni.go (1.20); Cilium docs: network/kubernetes/kubeproxy-free, NodePort XDP on AWS",
      fix: "Remove MTU, or set loadBalancer.acceleration to best-effort or disabled.",
      *check(values) {
        const mtu = numberOf(values, "MTU");
        if (values.text("loadBalancer.acceleration") !== "native" || !values.eni || mtu === undefined || mtu <= XDP_MTU)
          return;
        yield {
          at: "MTU",
          found: `${String(mtu)} with native XDP`,
          expected: `${String(XDP_MTU)} at most, or nothing`,
        };
      },
    },
    {
      id: "datapath-xdp-encryption",
      severity: "warning",
      title: "XDP acceleration is known to leave a hop unencrypted beside WireGuard",
      why: "XDP forwards a request for a pod on another node before WireGuard sees it: that hop between the nodes is plain. Traffic between pods stays encrypted.",
      symptom: "The agent warns of it at its start.",
      source:
        "Cilium docs: security/network/encryption-wireguard, limitations; cilium/cilium pkg/kpr/initializer/kube_proxy_replacement.go",
      fix: "Switch acceleration off, or waive this where requests from outside may travel plain between nodes.",
      *check(values) {
        const acceleration = values.text("loadBalancer.acceleration");
        if (!values.wireguard || (acceleration !== "native" && acceleration !== "best-effort")) return;
        yield { at: "loadBalancer.acceleration", found: `${acceleration} with WireGuard`, expected: "disabled" };
      },
    },
    {
      id: "datapath-xdp-gain",
      severity: "warning",
      title: "XDP acceleration has something to accelerate",
      why: "It only speeds up NodePort and load balancer traffic for pods on other nodes; Gateways end in Envoy on the node, where it does nothing, and it costs every ENI its jumbo frames.",
      source: KPR,
      fix: "Switch it off, or waive this and name those Services.",
      *check(values) {
        if (values.text("loadBalancer.acceleration") !== "native" || !values.gateway) return;
        yield {
          at: "loadBalancer.acceleration",
          found: "native, with Gateways as the way in",
          expected: "disabled, unless other Services take traffic on NodePorts",
        };
      },
    },
    {
      id: "datapath-dsr-dispatch",
      severity: "error",
      title: "Direct server return goes by Geneve",
      why: "AWS's fabric drops packets with IP options, and foreign encapsulation needs its tunnel protocol: with another dispatch replies never arrive.",
      symptom: "Connections through a NodePort hang where the pod is on another node.",
      source: `${KPR}; cilium/cilium#13600, #26407, #27700`,
      fix: "Set loadBalancer.dsrDispatch and tunnelProtocol to geneve.",
      *check(values) {
        // With the annotation a Service can ask for it where the cluster's own mode is another.
        if (!isDirect(values) && !values.on("bpf.lbModeAnnotation")) return;
        const dispatch = values.text("loadBalancer.dsrDispatch") ?? "opt";
        if (dispatch !== "geneve")
          yield {
            at: "loadBalancer.dsrDispatch",
            found: dispatch,
            expected: "geneve",
            fix: "Set loadBalancer.dsrDispatch and tunnelProtocol to geneve.",
          };
        else if (values.text("tunnelProtocol") !== "geneve")
          yield {
            at: "tunnelProtocol",
            found: shown(values.get("tunnelProtocol")),
            expected: "geneve",
            fix: "Set tunnelProtocol to geneve; routing stays native.",
          };
      },
    },
    {
      id: "datapath-mode-annotation",
      severity: "error",
      title: "Services choose between SNAT and DSR only where the cluster's mode is one of them",
      why: "The agent refuses to start with mode hybrid under annotations.",
      source: "cilium/cilium pkg/loadbalancer/config.go",
      fix: "Set loadBalancer.mode to snat, or modeAnnotation to false.",
      *check(values) {
        if (!values.on("bpf.lbModeAnnotation") || values.text("loadBalancer.mode") !== "hybrid") return;
        yield {
          at: "loadBalancer.mode",
          found: "hybrid with bpf.lbModeAnnotation",
          expected: "snat or dsr",
        };
      },
    },
    {
      id: "datapath-dsr-load-balancer",
      severity: "error",
      title: "Direct server return has no NLB in front",
      why: "An NLB expects replies from the node it sent to: the pod's node answers instead, and the connection hangs.",
      symptom: "Connections through the NLB hang where the pod is on another node than the target.",
      source: "cilium/cilium#19250; Elastic Load Balancing user guide: target groups",
      fix: "Set loadBalancer.mode to snat, or use no LoadBalancer Service.",
      *check(values, { cilium, objects = [] }) {
        if (!isDirect(values)) return;
        const services = objects.filter(isLoadBalancer).map(({ metadata }) => `Service ${metadata.name}`);
        const users = [
          ...(values.gateway && !values.on("gatewayAPI.hostNetwork.enabled") ? ["Gateways"] : []),
          ...services,
        ];
        if (users.length === 0) return;
        yield {
          at: "loadBalancer.mode",
          found: `${values.text("loadBalancer.mode") ?? ""} with ${users.join(", ")} behind load balancers`,
          expected: "snat",
          fix: `Set loadBalancer.mode to snat on ${ciliumSubject(cilium)}, or use no LoadBalancer Service.`,
        };
      },
    },
    {
      id: "datapath-dsr-encryption",
      severity: "error",
      title: "Direct server return with WireGuard goes by Geneve",
      why: "Other dispatches bypass the tunnel: replies are dropped or leave unencrypted.",
      source: "Cilium docs: security/network/encryption-wireguard, limitations",
      fix: "Set loadBalancer.dsrDispatch to geneve, or the mode to snat.",
      *check(values) {
        if (!values.wireguard || !isDirect(values) || values.text("loadBalancer.dsrDispatch") === "geneve") return;
        yield {
          at: "encryption.type",
          found: "wireguard with DSR by another dispatch than geneve",
          expected: "dsrDispatch geneve",
        };
      },
    },
  ]),
  ...rulesOn(services, [
    {
      id: "datapath-service-annotation",
      severity: "error",
      title: "Services ask for their algorithm and mode in words that Cilium reads",
      why: "Cilium reads these annotations only under their right name and with their switch on; otherwise nothing happens.",
      source: "values.yaml of the Cilium charts 1.19.6 and 1.20.2: bpf.lbAlgorithmAnnotation, bpf.lbModeAnnotation",
      fix: "Write the annotation as Cilium reads it, and switch it on in cilium.loadBalancer.",
      also: ["cilium"],
      *check({ metadata }, { cilium }) {
        if (cilium === undefined) return;
        const values = new Values(cilium);
        const at = "metadata.annotations";
        for (const name of Object.keys(metadata.annotations ?? {})) {
          if (name === "service.cilium.io/loadbalancer-algorithm") {
            yield {
              at,
              found: name,
              expected: "service.cilium.io/lb-algorithm",
              fix: "Rename the annotation.",
            };
          }
          const known = ANNOTATIONS[name];
          if (known !== undefined && !values.on(known.value)) {
            yield {
              at,
              found: `${name} with ${known.value} off`,
              expected: `${known.value}: true`,
              fix: `Set cilium.loadBalancer.${known.setting}.`,
            };
          }
        }
      },
    },
  ]),
];
