import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { minorOfCilium, shown } from "../common.ts";

const VALIDATE = "templates/validate.yaml and cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0";
const NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

const MONITORS = ["prometheus", "operator.prometheus", "envoy.prometheus", "hubble.relay.prometheus"] as const;
/** Those whose ServiceMonitor the chart renders unasked: without the CRD the release fails when it is applied. */
const UNASKED_MONITORS = ["hubble.metrics", "clustermesh.apiserver.metrics"] as const;

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-cluster-name",
    severity: "error",
    title: "cluster.name is lower-case and at most 32 characters, and set where others must know it",
    why: "The chart refuses other forms, and a cluster of a mesh needs a name of its own. Without a mesh the name may be left out: the operator then finds the EKS cluster's name for its ENI garbage collection.",
    source: `${VALIDATE}; cilium/cilium operator/pkg/ipam/allocator/aws/aws.go, initENIGarbageCollectionTags`,
    fix: "Set cluster.name to the EKS cluster's name, shortened to what Cilium takes.",
    *check(values, { settings }) {
      const name = values.get("cluster.name");
      const meshed = values.on("clustermesh.useAPIServer") || (values.get("cluster.id") ?? 0) !== 0;
      if (name === undefined || name === "" || name === "default") {
        if (meshed) yield { at: "cluster.name", found: shown(name), expected: "a name of this cluster's own" };
      } else if (typeof name === "string" && (name.length > 32 || !NAME.test(name))) {
        yield {
          at: "cluster.name",
          found: `${name}, ${String(name.length)} characters`,
          expected: "1 to 32 of a-z, 0-9 and -",
          ...(settings?.cluster.name === name
            ? { fix: "Choose another cluster.name: Cilium takes the EKS cluster's, which cannot change later." }
            : {}),
        };
      }
    },
  },
  {
    id: "helm-values-cluster-id",
    severity: "error",
    title: "cluster.id is 0, or 1 to 127 in a mesh",
    why: "Ids from 128 on set the bit that AWS's connection marks use: policies then drop traffic in ENI mode and with aws-cni chaining. The chart refuses them.",
    source: `${VALIDATE}; cilium/cilium#21330`,
    fix: "Choose a smaller id.",
    *check(values) {
      const id = values.get("cluster.id");
      if (typeof id !== "number" || (!values.eni && !values.chained)) return;
      const large = values.get("clustermesh.maxConnectedClusters") === 511;
      const allowed = (id >= 0 && id <= 127) || (large && id >= 256 && id <= 383);
      if (allowed || values.get("extraConfig.allow-unsafe-policy-skb-usage") === "true") return;
      yield {
        at: "cluster.id",
        found: String(id),
        expected: large ? "0 to 127, or 256 to 383" : "0 to 127",
      };
    },
  },
  {
    id: "helm-values-mesh-size",
    severity: "error",
    title: "clustermesh.maxConnectedClusters is 255 or 511",
    why: "The chart refuses everything else, and the number is fixed for a cluster's life.",
    source: VALIDATE,
    fix: "Set it to 255 unless the mesh will be larger.",
    *check(values) {
      const size = values.get("clustermesh.maxConnectedClusters");
      if (size === undefined || size === 255 || size === 511) return;
      yield {
        at: "clustermesh.maxConnectedClusters",
        found: shown(size),
        expected: "255 or 511",
      };
    },
  },
  {
    id: "helm-values-node-taints",
    severity: "error",
    title: "The operator takes its taint away again",
    why: "With removeNodeTaints off the agent-not-ready taint stays and no pod is ever scheduled; the chart refuses it together with setNodeTaints.",
    symptom: "Pods stay Pending: node(s) had untolerated taint node.cilium.io/agent-not-ready.",
    source: `${VALIDATE}; Cilium docs: installation/taints`,
    fix: "Remove it: true is the default.",
    *check(values) {
      if (!values.off("operator.removeNodeTaints")) return;
      yield { at: "operator.removeNodeTaints", found: "false", expected: "true" };
    },
  },
  {
    id: "helm-values-native-routing-cidr",
    severity: "error",
    title: "Native routing with masquerade names the range that is not masqueraded",
    why: "The chart refuses it outside ENI mode, because traffic between pods would be rewritten.",
    source: VALIDATE,
    fix: "Set ipv4NativeRoutingCIDR to the cluster's pod range.",
    *check(values, { cilium }) {
      if (values.eni || values.chained || values.text("routingMode") !== "native") return;
      if (minorOfCilium(cilium) !== "1.19" && values.on("nativeRoutingCIDRFromClusterPool")) return;
      if (!values.on("enableIPv4Masquerade") || values.has("ipv4NativeRoutingCIDR") || values.on("ipMasqAgent.enabled"))
        return;
      yield {
        at: "ipv4NativeRoutingCIDR",
        found: "nothing",
        expected: "the range that pods reach without masquerade",
      };
    },
  },
  {
    id: "helm-values-l7-proxy",
    severity: "error",
    title: "Gateway, Ingress and the L7 load balancer have the L7 proxy",
    why: "They are served by Envoy; the chart refuses them without it.",
    source: VALIDATE,
    fix: "Remove l7Proxy: true is the default.",
    *check(values) {
      if (!values.off("l7Proxy")) return;
      const users = ["gatewayAPI.enabled", "ingressController.enabled"].filter((path) => values.on(path));
      if (values.text("loadBalancer.l7.backend") === "envoy") users.push("loadBalancer.l7.backend");
      if (users.length === 0) return;
      yield {
        at: "l7Proxy",
        found: `false with ${users.join(" and ")}`,
        expected: "true",
      };
    },
  },
  {
    id: "helm-values-hubble-parts",
    severity: "error",
    title: "Hubble UI has a relay, and the relay has Hubble",
    why: "The chart refuses a UI without relay and a relay without Hubble.",
    source: VALIDATE,
    fix: "Set hubble.relay.enabled with the UI, and leave hubble.enabled on.",
    *check(values) {
      if (
        values.on("hubble.ui.enabled") &&
        !values.on("hubble.relay.enabled") &&
        !values.on("hubble.ui.standalone.enabled")
      ) {
        yield {
          at: "hubble.relay.enabled",
          found: "off with hubble.ui.enabled",
          expected: "true",
          fix: "Set hubble.relay.enabled to true.",
        };
      }
      if (values.on("hubble.relay.enabled") && values.off("hubble.enabled")) {
        yield {
          at: "hubble.enabled",
          found: "false with hubble.relay.enabled",
          expected: "true",
          fix: "Remove hubble.enabled: true is the default.",
        };
      }
    },
  },
  {
    id: "helm-values-certificate-issuer",
    severity: "error",
    title: "Certificates by cert-manager name their issuer",
    why: "The chart refuses the method without an issuer.",
    source: VALIDATE,
    fix: "Set certManagerIssuerRef, or the method to cronJob.",
    *check(values) {
      for (const at of ["hubble.tls.auto", "clustermesh.apiserver.tls.auto"]) {
        if (values.text(`${at}.method`) !== "certmanager" || values.has(`${at}.certManagerIssuerRef`)) continue;
        yield {
          at: `${at}.certManagerIssuerRef`,
          found: "nothing",
          expected: "kind and name of an issuer",
          fix: `Set ${at}.certManagerIssuerRef, or the method to cronJob.`,
        };
      }
    },
  },
  {
    id: "helm-values-service-monitor",
    severity: "error",
    title: "ServiceMonitors come after their CRD, and the chart is told so",
    why: "Agent, operator, Envoy and relay: the chart fails without monitoring.coreos.com/v1 unless prometheus.serviceMonitor.trustCRDsExist is set. Those of Hubble's metrics and of the mesh are rendered unasked, and the release fails when they are applied without the CRD.",
    source: VALIDATE,
    fix: "Install the CRDs of prometheus-operator first and set prometheus.serviceMonitor.trustCRDsExist to true.",
    *check(values) {
      const [first] = [...MONITORS, ...UNASKED_MONITORS]
        .map((part) => `${part}.serviceMonitor.enabled`)
        .filter((path) => values.on(path));
      if (first === undefined || values.on("prometheus.serviceMonitor.trustCRDsExist")) return;
      yield {
        at: first,
        found: "true without prometheus.serviceMonitor.trustCRDsExist",
        expected: "the ServiceMonitor CRD before the release, and trustCRDsExist: true",
      };
    },
  },
  {
    id: "helm-values-tproxy",
    severity: "error",
    title: "bpf.tproxy stays off with netkit and with the L7 proxy in use",
    why: "The chart refuses it with netkit; with a Gateway or egress L7 policies traffic breaks since 1.19.6.",
    source: `${VALIDATE}; cilium/cilium#47896`,
    fix: "Remove bpf.tproxy: it is a beta feature and off by default.",
    *check(values) {
      if (!values.on("bpf.tproxy")) return;
      const netkit = /^netkit(?:-l2)?$/.test(values.text("bpf.datapathMode") ?? "");
      if (!netkit && !values.gateway && !values.on("ingressController.enabled")) return;
      yield {
        at: "bpf.tproxy",
        found: `true with ${netkit ? "netkit" : "a Gateway or Ingress"}`,
        expected: "false",
      };
    },
  },
]);
