import { clusterwideNetworkPolicy, defaultDeny } from "../../../../../core/network-policies/index.ts";
import type { KubernetesObject } from "../../../../../core/model/index.ts";
import { object, route, service, values, withObjects } from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const policy = (spec: object, namespace = "gateway", name = "one"): KubernetesObject =>
  object("cilium.io/v2", "CiliumNetworkPolicy", name, { spec: { endpointSelector: {}, ...spec } }, namespace);
const clusterwide = (spec: object, name = "one"): KubernetesObject =>
  object("cilium.io/v2", "CiliumClusterwideNetworkPolicy", name, { spec: { endpointSelector: {}, ...spec } }, "");
const kubernetes = (spec: object, namespace = "gateway", name = "one"): KubernetesObject =>
  object("networking.k8s.io/v1", "NetworkPolicy", name, { spec: { podSelector: {}, ...spec } }, namespace);
const hostPolicy = (spec: object, name = "one"): KubernetesObject =>
  object("cilium.io/v2", "CiliumClusterwideNetworkPolicy", name, { spec: { nodeSelector: {}, ...spec } }, "");
const withValues = (more: Parameters<typeof values>[0], ...objects: KubernetesObject[]) =>
  withObjects(objects, { cilium: cilium({ values: values(more) }) });
const relay = { hubble: { relay: { enabled: true } } };
const port = (number: number | string, protocol = "ANY") => ({
  toPorts: [{ ports: [{ port: String(number), protocol }] }],
});
const dns = { toEndpoints: [{ matchLabels: { "k8s-app": "kube-dns" } }], ...port(53) };
const at = (kind: string, field: string) => ({ path: `objects.${kind}.one.spec.${field}` });
const db = { endpointSelector: { matchLabels: { app: "db" } } };
const firewall = { hostFirewall: { enabled: true } };

export default cases({
  "gateway-policy-system-pods": {
    fails: [
      [
        "everything closed",
        withObjects([clusterwide({ ingress: [{}], egress: [{}] })]),
        { ...at("CiliumClusterwideNetworkPolicy", "ingress"), example: true },
      ],
      [
        "the way out of CoreDNS",
        withObjects([clusterwide({ egress: [dns] })]),
        at("CiliumClusterwideNetworkPolicy", "egress"),
      ],
      [
        "kube-system closed without the relay's port",
        withValues(relay, policy({ egress: [dns, { toEntities: ["kube-apiserver"] }] }, "kube-system")),
        at("CiliumNetworkPolicy", "egress"),
      ],
      [
        "the relay's port of its own node alone",
        withValues(
          relay,
          policy(
            { egress: [{ toEntities: ["kube-apiserver"] }, { toEntities: ["host"], ...port(4244) }] },
            "kube-system",
          ),
        ),
        at("CiliumNetworkPolicy", "egress"),
      ],
      [
        "kube-system closed by a policy of Kubernetes",
        withObjects([kubernetes({ policyTypes: ["Ingress"] }, "kube-system")]),
        at("NetworkPolicy", "ingress"),
      ],
      [
        "a policy behind others that are not for CoreDNS",
        withObjects([
          policy({ ingress: [{}] }, "apps", "zero"),
          clusterwide({ egress: [{ toEntities: ["all"] }] }, "open"),
          clusterwide({ ingress: [{}] }),
        ]),
        at("CiliumClusterwideNetworkPolicy", "ingress"),
      ],
      [
        "another port from the cluster",
        withObjects([clusterwide({ ingress: [{ fromEntities: ["cluster"], ...port(8080) }] })]),
        at("CiliumClusterwideNetworkPolicy", "ingress"),
      ],
    ],
    passes: [
      ["a namespace of its own", withObjects([policy({ ingress: [{}], egress: [{}] })])],
      [
        "a policy without denial by default",
        withObjects([clusterwide({ ingress: [{}], enableDefaultDeny: { ingress: false } })]),
      ],
      [
        "policies for CoreDNS beside it",
        withObjects([
          clusterwide({ ingress: [{}], egress: [{}] }),
          policy(
            { ingress: [{ fromEntities: ["cluster"], ...port(53) }], egress: [{ toEntities: ["kube-apiserver"] }] },
            "kube-system",
            "dns",
          ),
        ]),
      ],
      [
        "the whole cluster",
        withObjects([clusterwide({ ingress: [{ fromEntities: ["cluster"] }], egress: [{ toEntities: ["all"] }] })]),
      ],
      [
        "kube-system left out",
        withObjects([
          clusterwide({
            endpointSelector: {
              matchExpressions: [
                { key: "k8s:io.kubernetes.pod.namespace", operator: "NotIn", values: ["kube-system"] },
              ],
            },
            ingress: [{}],
            egress: [{}],
          }),
        ]),
      ],
      [
        "addresses for CoreDNS",
        withObjects([clusterwide({ ingress: [{ ...port(53) }], egress: [{ toCIDRSet: [{ cidr: "10.0.0.0/16" }] }] })]),
      ],
      [
        "the relay's port of every node",
        withValues(
          relay,
          policy(
            { egress: [{ toEntities: ["kube-apiserver"] }, { toEntities: ["remote-node"], ...port(4244) }] },
            "kube-system",
          ),
        ),
      ],
      ["a policy for nodes", withObjects([hostPolicy({ ingress: [{}], egress: [{}] })])],
      [
        "of two policies the one that closes is told",
        withObjects([
          clusterwide({ egress: [{ toEntities: ["all"] }] }, "zero"),
          policy({ ingress: [{}] }, "apps"),
          clusterwide({ endpointSelector: { matchLabels: { app: "db" } }, ingress: [{}] }, "db"),
        ]),
      ],
    ],
    unknown: [["an unknown selector", withObjects([clusterwide({ endpointSelector: unknown, ingress: [{}] })])]],
  },
  "gateway-policy-dns": {
    fails: [
      [
        "one way out, without DNS",
        withObjects([policy({ ...db, egress: [{ toEntities: ["world"], ...port(443) }] })]),
        { ...at("CiliumNetworkPolicy", "egress"), example: true },
      ],
      [
        "a policy of Kubernetes",
        withObjects([
          kubernetes({ policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }], ports: [{ port: 5432 }] }] }),
        ]),
        at("NetworkPolicy", "egress"),
      ],
      ["everything closed", withObjects([policy({ egress: [{}] })]), at("CiliumNetworkPolicy", "egress")],
      [
        "DNS for other pods",
        withObjects([
          policy({ ...db, egress: [{ toEntities: ["world"] }] }),
          policy({ endpointSelector: { matchLabels: { app: "web" } }, egress: [dns] }, "gateway", "web"),
        ]),
        at("CiliumNetworkPolicy", "egress"),
      ],
      [
        "DNS in another namespace",
        withObjects([policy({ ...db, egress: [{ toEntities: ["world"] }] }), policy({ egress: [dns] }, "apps", "dns")]),
        at("CiliumNetworkPolicy", "egress"),
      ],
      [
        "pods of the namespace alone",
        withObjects([policy({ egress: [{ toEndpoints: [{}] }] })]),
        at("CiliumNetworkPolicy", "egress"),
      ],
    ],
    passes: [
      ["DNS beside it", withObjects([policy({ ...db, egress: [dns, { toEntities: ["world"] }] })])],
      [
        "DNS for the whole namespace",
        withObjects([
          policy({ ...db, egress: [{ toEntities: ["world"] }] }),
          policy({ egress: [dns] }, "gateway", "dns"),
        ]),
      ],
      [
        "DNS by a clusterwide policy",
        withObjects([policy({ ...db, egress: [{ toEntities: ["world"] }] }), clusterwide({ egress: [dns] }, "dns")]),
      ],
      ["what the builder makes", withObjects(defaultDeny({ namespace: "gateway" }))],
      ["the cluster", withObjects([policy({ egress: [{ toEntities: ["cluster"] }] })])],
      [
        "a policy without denial by default",
        withObjects([policy({ egress: [{}], enableDefaultDeny: { egress: false } })]),
      ],
      ["a policy on the way in", withObjects([policy({ ingress: [{}] })])],
      ["everything, by Kubernetes", withObjects([kubernetes({ egress: [{}] })])],
      [
        "the Service of CoreDNS",
        withObjects([
          policy({ egress: [{ toServices: [{ k8sService: { serviceName: "kube-dns", namespace: "kube-system" } }] }] }),
        ]),
      ],
      ["a policy for nodes", withObjects([hostPolicy({ egress: [{}] })])],
      [
        "a closed namespace that opens for some pods",
        withObjects([policy({ egress: [{}] }), policy({ ...db, egress: [dns] }, "gateway", "db")]),
      ],
    ],
    unknown: [["an unknown way out", withObjects([policy({ egress: unknown })])]],
  },
  "gateway-policy-deny-only": {
    fails: [
      [
        "a denied block, and no way out allowed",
        withObjects([clusterwide({ egressDeny: [{ toCIDR: ["169.254.169.254/32"] }] })]),
        { ...at("CiliumClusterwideNetworkPolicy", "egressDeny"), example: true },
      ],
      [
        "denied clients",
        withObjects([policy({ ingressDeny: [{ fromEntities: ["world"] }] })]),
        at("CiliumNetworkPolicy", "ingressDeny"),
      ],
      [
        "a way out for other pods",
        withObjects([
          policy({ ...db, egressDeny: [{ toEntities: ["world"] }] }),
          policy(
            { endpointSelector: { matchLabels: { app: "web" } }, egress: [{ toEntities: ["all"] }] },
            "gateway",
            "web",
          ),
        ]),
        at("CiliumNetworkPolicy", "egressDeny"),
      ],
    ],
    passes: [
      [
        "denial beside what is allowed",
        withObjects([policy({ egressDeny: [{ toEntities: ["world"] }], egress: [{ toEntities: ["cluster"] }] })]),
      ],
      [
        "without denial by default",
        withObjects([clusterwide({ egressDeny: [{ toEntities: ["world"] }], enableDefaultDeny: { egress: false } })]),
      ],
      [
        "an allowance in another policy",
        withObjects([
          policy({ ...db, egressDeny: [{ toEntities: ["world"] }] }),
          policy({ egress: [{ toEntities: ["all"] }] }, "gateway", "two"),
        ]),
      ],
      [
        "an allowance for the whole cluster",
        withObjects([
          policy({ ...db, egressDeny: [{ toEntities: ["world"] }] }),
          clusterwide({ egress: [{ toEntities: ["all"] }] }, "two"),
        ]),
      ],
      ["no denial", withObjects([policy({ ingress: [{}], egressDeny: [] })])],
    ],
    unknown: [["an unknown denial", withObjects([policy({ egressDeny: unknown })])]],
  },
  "gateway-policy-services-denied": {
    fails: [
      [
        "a Service",
        withObjects([policy({ egressDeny: [{ toServices: [{ k8sService: { serviceName: "db" } }] }] })]),
        { ...at("CiliumNetworkPolicy", "egressDeny.0.toServices"), example: true },
      ],
    ],
    passes: [
      ["pods", withObjects([policy({ egressDeny: [{ toEndpoints: [{}] }, { toServices: [] }] })])],
      [
        "a Service that is allowed",
        withObjects([policy({ egress: [{ toServices: [{ k8sService: { serviceName: "db" } }] }] })]),
      ],
    ],
    unknown: [["an unknown denial", withObjects([policy({ egressDeny: unknown })])]],
  },
  "gateway-policy-host-ports": {
    fails: [
      [
        "SSH alone",
        withValues(
          { ...relay, ...firewall },
          hostPolicy({ ingress: [{ fromEntities: ["world"], ...port(22, "TCP") }] }),
        ),
        { ...at("CiliumClusterwideNetworkPolicy", "ingress"), found: "10250 (kubelet), TCP 4244", example: true },
      ],
      [
        "no port of the tunnel",
        withValues(
          { ...firewall, eni: { enabled: false }, ipam: { mode: "cluster-pool" }, routingMode: "tunnel" },
          hostPolicy({ ingress: [{ fromEntities: ["cluster"], ...port(10_250) }] }),
        ),
        { found: "UDP 8472" },
      ],
      [
        "no port of Geneve",
        withValues(
          {
            ...firewall,
            eni: { enabled: false },
            ipam: { mode: "cluster-pool" },
            routingMode: "tunnel",
            tunnelProtocol: "geneve",
          },
          hostPolicy({ ingress: [{ fromEntities: ["cluster"], ...port(10_250) }] }),
        ),
        { found: "UDP 6081" },
      ],
      [
        "no port of WireGuard",
        withValues(
          { ...firewall, encryption: { enabled: true, type: "wireguard" } },
          hostPolicy({ ingress: [{ fromEntities: ["cluster"], ...port(10_250) }] }),
        ),
        { found: "UDP 51871" },
      ],
    ],
    passes: [
      ["the cluster", withValues({ ...relay, ...firewall }, hostPolicy({ ingress: [{ fromEntities: ["cluster"] }] }))],
      [
        "each port",
        withValues({ ...relay, ...firewall }, hostPolicy({ ingress: [{ ...port(10_250) }, { ...port(4244) }] })),
      ],
      [
        "another policy for nodes",
        withValues(firewall, hostPolicy({ ingress: [{}] }), hostPolicy({ ingress: [{ ...port(10_250) }] }, "two")),
      ],
      ["a policy on the way out", withValues(firewall, hostPolicy({ egress: [{}] }))],
      ["a policy for pods", withValues(firewall, policy({ ingress: [{}] }))],
      [
        "native routing, without a tunnel",
        withValues(
          { ...firewall, eni: { enabled: false }, ipam: { mode: "cluster-pool" }, routingMode: "native" },
          hostPolicy({ ingress: [{ ...port(10_250) }] }),
        ),
      ],
      ["no relay", withValues(firewall, hostPolicy({ ingress: [{ ...port(10_250) }] }))],
    ],
    unknown: [["an unknown way in", withValues(firewall, hostPolicy({ ingress: unknown }))]],
  },
  "gateway-policy-host-firewall": {
    fails: [
      [
        "the host firewall off",
        withObjects([hostPolicy({ ingress: [{ fromEntities: ["cluster"] }] })]),
        { ...at("CiliumClusterwideNetworkPolicy", "nodeSelector"), example: true },
      ],
    ],
    passes: [
      ["the host firewall on", withValues(firewall, hostPolicy({ ingress: [{ fromEntities: ["cluster"] }] }))],
      ["policies for pods", withObjects([clusterwideNetworkPolicy({ name: "one", ingress: [] })])],
      ["a route beside it", withObjects([route(), service()])],
    ],
    unknown: [["an unknown spec", withObjects([{ ...hostPolicy({}), spec: unknown }])]],
  },
});
