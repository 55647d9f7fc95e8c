import { isCrossed } from "./upgrade-notes.ts";

/*
 * What a newer chart makes of the same values. Source: the ConfigMap cilium-config that the published charts 1.18.12, 1.19.6 and 1.20.0
 * (cilium/charts) render from the values of every example, compared key by key; tests/cluster/upgrade-charts.test.ts holds this table
 * against it where CILIUM_CHART is set. Why, where it says more: operations/upgrade of that minor.
 */

/** When a change matters: `always`, or only to those who use something. */
export type Concerns =
  | "always"
  | "new-defaults"
  | "gateway"
  | "mesh"
  | "mutual-authentication"
  | "ipsec"
  | "custom-cni"
  | "host-sockets"
  | "old-routing"
  | "redaction";

/** What a chart changes for values that stay as they are. */
export interface ChartChange {
  readonly since: string;
  /** Key of the ConfigMap, where one shows it. */
  readonly key?: string;
  /** Value that governs it; setting it as it was keeps what was. */
  readonly value?: string;
  readonly was?: unknown;
  readonly is?: unknown;
  /** The chart writes it whatever the value says. */
  readonly forced?: true;
  readonly concerns: Concerns;
  /** What it means for traffic, in a sentence; left out where nothing changes but what is written down. */
  readonly meaning?: string;
  /** What to do where the old way is needed. */
  readonly fix?: string;
}

const CHANGES: readonly ChartChange[] = [
  {
    since: "1.19",
    key: "policy-default-local-cluster",
    value: "clustermesh.policyDefaultLocalCluster",
    was: false,
    is: true,
    concerns: "mesh",
    meaning:
      "Policies select pods of their own cluster only, unless they name others: what they allowed across the mesh is dropped.",
    fix: "Name the clusters in the policies (io.cilium.k8s.policy.cluster), or set it to false until they do.",
  },
  {
    since: "1.19",
    value: "clustermesh.apiserver.tls.authMode",
    was: "legacy",
    is: "migration",
    concerns: "mesh",
    meaning:
      "The mesh's API server expects the ConfigMap clustermesh-remote-users where the chart does not make it (clustermesh.config.enabled false).",
    fix: "Set clustermesh.config.enabled, make the ConfigMap, or set the value to legacy.",
  },
  {
    since: "1.19",
    key: "clustermesh-mcs-api-install-crds",
    value: "clustermesh.mcsapi.installCRDs",
    is: true,
    concerns: "mesh",
    meaning: "With the multi-cluster services API Cilium installs its definitions itself.",
    fix: "Set it to false where somebody else installs them.",
  },
  {
    since: "1.19",
    key: "mesh-auth-enabled",
    value: "authentication.enabled",
    was: true,
    is: false,
    concerns: "mutual-authentication",
    meaning: "Mutual authentication is off unless it is asked for; with SPIRE and without it the chart stops.",
    fix: "Set authentication.enabled to true.",
  },
  {
    since: "1.19",
    value: "bpf.hostLegacyRouting",
    concerns: "ipsec",
    meaning:
      "With IPsec, kube-proxy replacement and BPF masquerading packets go by BPF host routing, which needs a kernel with the fix c4327229948879.",
    fix: "Set bpf.hostLegacyRouting to true where the nodes' kernel lacks it.",
  },
  {
    since: "1.19",
    key: "routing-mode",
    value: "routingMode",
    was: "tunnel",
    is: "native",
    concerns: "old-routing",
    meaning: "eni.enabled alone now means native routing; 1.18 rendered a tunnel.",
    fix: "Set routingMode to native before the upgrade, so that the change is one of its own.",
  },
  {
    since: "1.19",
    key: "packetization-layer-pmtud-mode",
    value: "pmtuDiscovery.packetizationLayerPMTUDMode",
    is: "blackhole",
    concerns: "always",
    meaning: "Pods probe the path's MTU where packets vanish.",
    fix: "Set it to an empty text to leave the pods' kernel alone.",
  },
  { since: "1.19", key: "proxy-cluster-max-connections", concerns: "always" },
  { since: "1.19", key: "proxy-cluster-max-requests", concerns: "always" },
  { since: "1.19", key: "proxy-max-active-downstream-connections", concerns: "always" },
  { since: "1.19", key: "proxy-use-original-source-address", concerns: "always" },
  { since: "1.19", key: "clustermesh-cache-ttl", concerns: "always" },
  { since: "1.19", key: "enable-host-firewall", concerns: "always" },
  { since: "1.19", key: "enable-internal-traffic-policy", concerns: "always" },
  { since: "1.19", key: "enable-no-service-endpoints-routable", concerns: "always" },
  { since: "1.19", key: "enable-service-topology", concerns: "always" },
  { since: "1.19", key: "enable-svc-source-range-check", concerns: "always" },
  { since: "1.19", key: "policy-deny-response", concerns: "always" },
  { since: "1.19", key: "unmanaged-pod-watcher-interval", concerns: "always" },
  {
    since: "1.20",
    key: "bpf-lb-sock-hostns-only",
    value: "socketLB.hostNamespaceOnly",
    is: true,
    forced: true,
    concerns: "gateway",
    meaning:
      "With the Gateway API Services are balanced for pods where their packets leave, not in their sockets. A pod that calls a NodePort then needs egress to the backends, and the backends need ingress from it.",
    fix: "Allow the backends in the policies of pods that call NodePorts. The chart lets nobody keep the old way with the Gateway API on.",
  },
  {
    since: "1.20",
    key: "bpf-lb-algorithm-annotation",
    value: "bpf.lbAlgorithmAnnotation",
    was: false,
    is: true,
    forced: true,
    concerns: "gateway",
    meaning: "Services may choose their algorithm by the annotation service.cilium.io/lb-algorithm.",
    fix: "Nothing where no Service has the annotation.",
  },
  {
    since: "1.20",
    concerns: "host-sockets",
    meaning:
      "A pod's connection to a NodePort is balanced as it leaves the pod: its policy needs egress to the backends, and theirs ingress from it.",
    fix: "Allow both in the policies before the upgrade.",
  },
  {
    since: "1.20",
    key: "envoy-xds-mode",
    value: "envoy.xdsMode",
    is: "ads",
    concerns: "new-defaults",
    meaning: "Envoy gets its configuration in one stream (ADS), unless upgradeCompatibility names an older minor.",
    fix: "Set upgradeCompatibility to the minor of the first installation.",
  },
  {
    since: "1.20",
    value: "clustermesh.apiserver.tls.auto.certValidityDuration",
    was: 1095,
    is: 365,
    concerns: "mesh",
    meaning: "Certificates of the mesh live one year; those that Helm makes are made anew only by an upgrade.",
    fix: "Set clustermesh.apiserver.tls.auto.method to cronJob or certmanager.",
  },
  {
    since: "1.20",
    value: "cni.customConf",
    concerns: "custom-cni",
    meaning: "Cilium writes CNI configuration of version 1.0.0.",
    fix: "Raise cniVersion of your own configuration.",
  },
  { since: "1.20", key: "clustermesh-default-global-namespace", concerns: "always" },
  { since: "1.20", key: "datapath-plugins-state-dir", concerns: "always" },
  { since: "1.20", key: "enable-datapath-plugins", concerns: "always" },
  { since: "1.20", key: "devices", concerns: "always" },
  { since: "1.20", key: "enable-dynamic-source-lookup-nodeport", concerns: "always" },
  { since: "1.20", key: "envoy-access-log-enabled", concerns: "always" },
  { since: "1.20", key: "envoy-node-locality-enabled", concerns: "always" },
  { since: "1.20", key: "gateway-api-use-remote-address", concerns: "always" },
  { since: "1.20", key: "proxy-cluster-max-pending-requests", concerns: "always" },
  { since: "1.20", key: "hubble-redact-kafka-apikey", concerns: "redaction" },
];

/** What the charts between two versions change for the same values. */
export const chartChanges = (from: string, to: string): readonly ChartChange[] =>
  CHANGES.filter(({ since }) => isCrossed(since, from, to));
