import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import { object, service } from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, controlPlane, eniValues, network, nodeGroup, unknown } from "../../../../support/model.ts";

const on = { localRedirectPolicies: { enabled: true } };
const redirect = (spec: JsonObject, namespace = "gateway"): KubernetesObject =>
  object("cilium.io/v2", "CiliumLocalRedirectPolicy", "one", { spec }, namespace);
const backend = {
  localEndpointSelector: { matchLabels: { app: "web" } },
  toPorts: [{ port: "8080", protocol: "TCP" }],
};
const port80 = [{ port: "80", protocol: "TCP" }];
const byAddress = (ip: unknown, toPorts: unknown = port80): KubernetesObject =>
  redirect({ redirectFrontend: { addressMatcher: { ip, toPorts } }, redirectBackend: backend } as never);
const byService = (parts: object = {}, namespace = "gateway"): KubernetesObject =>
  redirect(
    {
      redirectFrontend: { serviceMatcher: { serviceName: "web", namespace: "gateway", ...parts } },
      redirectBackend: backend,
    },
    namespace,
  );
const model = (
  objects: readonly KubernetesObject[],
  values: JsonObject = on,
  more: ClusterModel = {},
): ClusterModel => ({
  cilium: cilium({ values: eniValues(values) }),
  objects,
  ...more,
});
const FRONT = "objects.CiliumLocalRedirectPolicy.one.spec.redirectFrontend";

const egress = (spec: object): KubernetesObject =>
  object(
    "cilium.io/v2",
    "CiliumEgressGatewayPolicy",
    "one",
    {
      spec: {
        selectors: [{ podSelector: {} }],
        destinationCIDRs: ["203.0.113.0/24"],
        egressGateway: { nodeSelector: { matchLabels: { role: "egress" } } },
        ...spec,
      },
    },
    "",
  );
const gatewayOn = { egressGateway: { enabled: true } };
const groups = [nodeGroup({ labels: { role: "egress" } })];
const out = (spec: object, more: ClusterModel = {}): ClusterModel =>
  model([egress(spec)], gatewayOn, { network: network(), nodeGroups: groups, ...more });
const by = (gateway: object) => ({ egressGateway: { nodeSelector: { matchLabels: { role: "egress" } }, ...gateway } });
const EGRESS = "objects.CiliumEgressGatewayPolicy.one.spec";

const nodeConfig = (spec: object, namespace = "kube-system"): KubernetesObject =>
  object(
    "cilium.io/v2",
    "CiliumNodeConfig",
    "one",
    { spec: { nodeSelector: { matchLabels: { role: "egress" } }, ...spec } },
    namespace,
  );
const nodes = (spec: object, more: ClusterModel = {}, namespace?: string): ClusterModel =>
  model([nodeConfig(spec, namespace)], {}, { nodeGroups: groups, ...more });
const CONFIG = "objects.CiliumNodeConfig.one.spec";

export default cases({
  "datapath-local-redirect-service": {
    fails: [
      [
        "the address of a Service of the program",
        model([byAddress("172.20.0.51"), service({ clusterIP: "172.20.0.51" })]),
        { path: `${FRONT}.addressMatcher.ip`, example: true },
      ],
      [
        "an address of the Services' block",
        model([byAddress("172.20.0.10")], on, { controlPlane: controlPlane() }),
        { found: "by its block" },
      ],
      [
        "an address of the block that EKS chooses",
        model([byAddress("10.100.0.10")], on, { controlPlane: controlPlane({ serviceCidr: undefined as never }) }),
        { found: "by its block" },
      ],
    ],
    passes: [
      ["the metadata service", model([byAddress("169.254.169.254")], on, { controlPlane: controlPlane() })],
      ["a Service by name", model([byService(), service({ clusterIP: "172.20.0.51" })])],
      ["no cluster to tell by", model([byAddress("172.20.0.10")])],
      ["no address", model([byAddress("local")], on, { controlPlane: controlPlane() })],
    ],
    unknown: [["an unknown address", model([byAddress(unknown)])]],
  },
  "datapath-local-redirect-fields": {
    fails: [
      [
        "both matchers",
        model([
          redirect({
            redirectFrontend: {
              addressMatcher: { ip: "169.254.1.1" },
              serviceMatcher: { serviceName: "web", namespace: "gateway" },
            },
          }),
        ]),
        { path: FRONT },
      ],
      ["no matcher", model([redirect({ redirectFrontend: {} })]), { path: FRONT, found: "no matcher" }],
      ["a block", model([byAddress("169.254.169.254/32")]), { path: `${FRONT}.addressMatcher.ip` }],
      [
        "a Service elsewhere",
        model([byService({ namespace: "apps" })]),
        { path: `${FRONT}.serviceMatcher.namespace`, example: true },
      ],
      [
        "a Service without a namespace",
        model([byService({ namespace: undefined })]),
        { path: `${FRONT}.serviceMatcher.namespace` },
      ],
      [
        "two ports without names",
        model([byService({ toPorts: [...port80, { port: "81", protocol: "TCP" }] })]),
        { path: FRONT, found: "without a name" },
      ],
      [
        "two ports of the pods without names",
        model([
          redirect({
            redirectFrontend: { addressMatcher: { ip: "169.254.1.1", toPorts: port80 } },
            redirectBackend: { toPorts: [...port80, ...port80] },
          }),
        ]),
        { path: "objects.CiliumLocalRedirectPolicy.one.spec.redirectBackend" },
      ],
      [
        "two protocols",
        model([byAddress("169.254.1.1", [{ port: "53", protocol: "UDP" }])]),
        { path: "objects.CiliumLocalRedirectPolicy.one.spec.redirectBackend.toPorts.0.protocol" },
      ],
    ],
    passes: [
      ["an address with one port", model([byAddress("169.254.169.254")])],
      ["an address of IPv6", model([byAddress("fd00:ec2::254")])],
      ["a Service with all of its ports", model([byService()])],
      [
        "ports by name",
        model([
          redirect({
            redirectFrontend: {
              serviceMatcher: {
                serviceName: "web",
                namespace: "gateway",
                toPorts: [
                  { port: "80", name: "a" },
                  { port: "81", name: "b" },
                ],
              },
            },
            redirectBackend: {
              toPorts: [
                { port: "80", name: "a" },
                { port: "81", name: "b" },
              ],
            },
          }),
        ]),
      ],
      [
        "no port of the pods",
        model([redirect({ redirectFrontend: { addressMatcher: { ip: "169.254.1.1", toPorts: port80 } } })]),
      ],
    ],
    unknown: [["an unknown frontend", model([redirect({ redirectFrontend: unknown })])]],
  },
  "datapath-local-redirect-enabled": {
    fails: [
      [
        "redirects off",
        model([byService()], {}),
        { path: "objects.CiliumLocalRedirectPolicy.one.spec", example: true },
      ],
    ],
    passes: [
      ["redirects on", model([byService()])],
      ["on by the older name", model([byService()], { localRedirectPolicy: true })],
    ],
    unknown: [["an unknown switch", model([byService()], { localRedirectPolicies: unknown })]],
  },
  "datapath-local-redirect-target": {
    fails: [
      [
        "a Service that nobody makes",
        model([byService({ serviceName: "wev" }), service()]),
        { path: `${FRONT}.serviceMatcher.serviceName`, example: true },
      ],
      ["a headless one", model([byService(), service({ clusterIP: "None" })]), { found: "headless" }],
      ["a name outside", model([byService(), service({ type: "ExternalName" })]), { found: "ExternalName" }],
    ],
    passes: [
      ["a Service", model([byService(), service()])],
      ["CoreDNS", model([byService({ serviceName: "kube-dns" }), service()])],
      ["a namespace of another program", model([byService({ serviceName: "other" })])],
      ["an address", model([byAddress("169.254.1.1"), service()])],
    ],
    unknown: [["an unknown Service", model([byService({ serviceName: unknown }), service()])]],
  },
  "datapath-egress-policy-enabled": {
    fails: [["the egress gateway off", model([egress({})], {}), { path: EGRESS, example: true }]],
    passes: [["the egress gateway on", out({})]],
    unknown: [["an unknown switch", model([egress({})], { egressGateway: unknown })]],
  },
  "datapath-egress-policy-address": {
    fails: [
      [
        "a public address",
        out(by({ egressIP: "203.0.113.10" })),
        { path: `${EGRESS}.egressGateway.egressIP`, found: "a public address", example: true },
      ],
      [
        "a public address in a VPC that is not known",
        out(by({ egressIP: "203.0.113.10" }), { network: undefined as never }),
        { found: "a public address" },
      ],
      ["an address of another network", out(by({ egressIP: "10.9.0.10" })), { found: "outside the VPC" }],
      ["an interface too", out(by({ egressIP: "10.0.0.10", interface: "ens5" })), { found: "interface ens5" }],
      ["no address", out(by({ egressIP: "10.0.0" })), { found: "which is not" }],
      [
        "one of a list",
        out({ egressGateways: [{ nodeSelector: {}, egressIP: "198.51.100.1" }] }),
        { path: `${EGRESS}.egressGateways.0.egressIP` },
      ],
    ],
    passes: [
      ["an address of the VPC", out(by({ egressIP: "10.0.0.10", interface: "" }))],
      ["an address in a VPC that is not known", out(by({ egressIP: "192.168.7.1" }), { network: undefined as never })],
      ["an address of IPv6", out(by({ egressIP: "2001:db8::1" }))],
      ["an interface", out(by({ interface: "ens5", egressIP: "" }))],
      ["neither", out({})],
    ],
    unknown: [["an unknown address", out(by({ egressIP: unknown }))]],
  },
  "datapath-egress-policy-nodes": {
    fails: [
      [
        "a label that no group has",
        out(by({ nodeSelector: { matchLabels: { role: "egres" } } })),
        { path: `${EGRESS}.egressGateway.nodeSelector`, example: true },
      ],
    ],
    passes: [
      ["a label of a group", out({})],
      [
        "a label of EKS",
        out(
          by({
            nodeSelector: { matchLabels: { "eks.amazonaws.com/nodegroup": "x", "topology.kubernetes.io/zone": "y" } },
          }),
        ),
      ],
      [
        "no group that is known",
        out(by({ nodeSelector: { matchLabels: { role: "x" } } }), { nodeGroups: undefined as never }),
      ],
    ],
    unknown: [["unknown labels", out({}, { nodeGroups: [nodeGroup({ labels: unknown })] })]],
  },
  "datapath-egress-policy-fields": {
    fails: [
      ["no gateway", out({ egressGateway: undefined }), { path: `${EGRESS}.egressGateway`, example: true }],
      ["no pods", out({ selectors: [] }), { path: `${EGRESS}.selectors` }],
      ["no destination", out({ destinationCIDRs: undefined }), { path: `${EGRESS}.destinationCIDRs` }],
    ],
    passes: [
      ["all of it", out({})],
      ["a list of gateways", out({ egressGateway: undefined, egressGateways: [{ nodeSelector: {} }] })],
    ],
    unknown: [["an unknown list", out({ selectors: unknown })]],
  },
  "datapath-egress-policy-inside": {
    fails: [
      [
        "everything but another block",
        out({ destinationCIDRs: ["0.0.0.0/0"], excludedCIDRs: ["10.9.0.0/16"] }),
        { path: `${EGRESS}.destinationCIDRs.0` },
      ],
      ["everything", out({ destinationCIDRs: ["0.0.0.0/0"] }), { path: `${EGRESS}.destinationCIDRs.0`, example: true }],
    ],
    passes: [
      ["everything but the VPC", out({ destinationCIDRs: ["x", "0.0.0.0/0"], excludedCIDRs: ["x", "10.0.0.0/8"] })],
      ["a block elsewhere", out({})],
      ["no VPC that is known", out({ destinationCIDRs: ["0.0.0.0/0"] }, { network: undefined as never })],
      ["a part of the VPC", out({ destinationCIDRs: ["10.0.4.0/24"] })],
    ],
    unknown: [["an unknown block", out({ destinationCIDRs: [unknown] })]],
  },
  "datapath-node-config-mode": {
    fails: [
      [
        "another IPAM mode",
        nodes({ defaults: { ipam: "cluster-pool" } }),
        { path: `${CONFIG}.defaults.ipam`, example: true },
      ],
      ["a tunnel", nodes({ defaults: { "routing-mode": "tunnel" } }), { path: `${CONFIG}.defaults.routing-mode` }],
      ["another id", nodes({ defaults: { "cluster-id": "3" } }), { path: `${CONFIG}.defaults.cluster-id` }],
    ],
    passes: [
      [
        "the release's own",
        nodes({ defaults: { ipam: "eni", "routing-mode": "native", "cluster-id": "0", "cluster-name": "test" } }),
      ],
      ["what a node may have", nodes({ defaults: { "enable-bpf-masquerade": "true" } })],
      [
        "the chart's defaults",
        model(
          [
            nodeConfig({
              defaults: {
                ipam: "cluster-pool",
                "routing-mode": "tunnel",
                "tunnel-protocol": "vxlan",
                "cluster-name": "default",
                "identity-allocation-mode": "crd",
              },
            }),
          ],
          {},
          { cilium: cilium({ values: {} }) },
        ),
      ],
      ["nothing", nodes({})],
    ],
    unknown: [["an unknown mode", nodes({ defaults: { ipam: unknown } })]],
  },
  "datapath-node-config-text": {
    fails: [
      [
        "a boolean",
        nodes({ defaults: { "enable-bpf-masquerade": true } }),
        { path: `${CONFIG}.defaults.enable-bpf-masquerade`, example: true },
      ],
      ["a value of the chart", nodes({ defaults: { "bpf.masquerade": "true" } }), { found: "no option" }],
      ["capitals", nodes({ defaults: { kubeProxyReplacement: "true" } }), { found: "no option" }],
    ],
    passes: [
      ["options as text", nodes({ defaults: { "enable-bpf-masquerade": "true", mtu: "8900" } })],
      ["nothing", nodes({})],
    ],
    unknown: [["an unknown value", nodes({ defaults: { mtu: unknown } })]],
  },
  "datapath-node-config-place": {
    fails: [
      [
        "another namespace",
        nodes({}, {}, "apps"),
        { path: "objects.CiliumNodeConfig.one.metadata.namespace", example: true },
      ],
    ],
    passes: [["Cilium's namespace", nodes({})]],
    unknown: [["an unknown namespace", nodes({}, {}, unknown)]],
  },
  "datapath-node-config-nodes": {
    fails: [
      [
        "labels that no group has",
        nodes({ nodeSelector: { matchLabels: { role: "db" } } }),
        { path: `${CONFIG}.nodeSelector`, example: true },
      ],
    ],
    passes: [
      ["labels of a group", nodes({})],
      ["every node", nodes({ nodeSelector: {} })],
    ],
    unknown: [["unknown labels", nodes({}, { nodeGroups: [nodeGroup({ labels: unknown })] })]],
  },
});
