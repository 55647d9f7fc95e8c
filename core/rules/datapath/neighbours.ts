import { rulesOn } from "../rule.ts";
import { chartName, ciliumValues } from "../subjects.ts";
import type { ClusterModel } from "../../model/index.ts";
import { type Values, minorOfCilium } from "../common.ts";

const ISTIO_LABELS = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"];

/** What redirects connections inside pods, by what the program installs of it. */
function redirectors({ releases = [], objects = [] }: ClusterModel): string | undefined {
  const release = releases.find(({ chart }) => chartName(chart) === "istiod");
  if (release !== undefined) return `Istio (release "${release.name}")`;
  const object = objects.find(
    ({ kind, metadata }) =>
      kind === "KubeVirt" ||
      (kind === "Namespace" && ISTIO_LABELS.some((label) => metadata.labels?.[label] !== undefined)),
  );
  if (object === undefined) return undefined;
  return object.kind === "KubeVirt" ? "KubeVirt" : `Istio (namespace "${object.metadata.name}")`;
}

/** Istio's ambient mode, by its node proxy or by a namespace in it. */
const isAmbient = ({ releases = [], objects = [] }: ClusterModel): boolean =>
  releases.some(({ chart }) => chartName(chart) === "ztunnel") ||
  objects.some(
    ({ kind, metadata }) => kind === "Namespace" && metadata.labels?.["istio.io/dataplane-mode"] === "ambient",
  );

/** With a Gateway 1.20 sets it by itself. */
const hostNamespaceOnly = (values: Values, model: ClusterModel): boolean =>
  values.on("socketLB.hostNamespaceOnly") ||
  (values.gateway && model.cilium !== undefined && minorOfCilium(model.cilium) === "1.20");

export default rulesOn(ciliumValues, [
  {
    id: "datapath-socket-lb-host-only",
    severity: "warning",
    title: "Service addresses of pods are left to what redirects their connections",
    why: "The socket load balancer replaces a Service's address before the connection leaves the pod: Istio's sidecars and KubeVirt's guests then see a pod's address and do not know the Service.",
    symptom:
      "Istio's routing rules and policies for the Service have no effect, or guests of KubeVirt reach no Service.",
    source:
      "Cilium docs: network/servicemesh/istio; network/kubernetes/kubeproxy-free, socket LoadBalancer bypass in pod namespace",
    fix: "Set socketLB.hostNamespaceOnly to true.",
    *check(values, model) {
      if (!values.replacesKubeProxy || hostNamespaceOnly(values, model)) return;
      const who = redirectors(model);
      if (who === undefined) return;
      yield { at: "socketLB.hostNamespaceOnly", found: `off, with ${who}`, expected: "true" };
    },
  },
  {
    id: "datapath-istio-ambient-masquerade",
    severity: "error",
    title: "With Istio's ambient mode, masquerade is not done by BPF",
    why: "Ambient mode marks the kubelet's probes by the address 169.254.7.127; BPF masquerade rewrites it, and the probes are refused.",
    symptom: "Readiness probes of pods in ambient namespaces fail.",
    source: "istio/istio#52208; Istio docs: ambient/install/platform-prerequisites, Cilium",
    fix: "Set bpf.masquerade to false.",
    *check(values, model) {
      if (!values.on("bpf.masquerade") || !isAmbient(model)) return;
      yield { at: "bpf.masquerade", found: "true, with Istio's ambient mode", expected: "false" };
    },
  },
  {
    id: "datapath-node-local-dns",
    severity: "warning",
    title: "NodeLocal DNSCache is reached by a local redirect",
    why: "With kube-proxy replacement Cilium takes the address of kube-dns to its backends before the cache's own iptables rules and dummy interface see it: pods go past the cache.",
    symptom: "The cache's metrics count no queries.",
    source: "Cilium docs: network/kubernetes/local-redirect-policy, Node-local DNS cache",
    fix: "Run the cache without hostNetwork, with -setupinterface=false and -setupiptables=false, set localRedirectPolicies.enabled, and add a CiliumLocalRedirectPolicy with serviceMatcher kube-dns of kube-system.",
    *check(values, { objects = [] }) {
      if (!values.replacesKubeProxy) return;
      const cache = objects.find(
        ({ kind, metadata: { name } }) => kind === "DaemonSet" && /^node-?local-?dns/.test(name),
      );
      if (cache === undefined || objects.some(({ kind }) => kind === "CiliumLocalRedirectPolicy")) return;
      yield {
        at: "localRedirectPolicies.enabled",
        found: `no CiliumLocalRedirectPolicy, with the DaemonSet ${cache.metadata.name}`,
        expected: "a local redirect of kube-dns to the cache",
      };
    },
  },
]);
