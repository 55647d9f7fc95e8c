import type { ClusterModel, KubernetesObject } from "../../../../../core/model/index.ts";
import { object, service } from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, controlPlane, eniValues, hybridCilium, network, unknown } from "../../../../support/model.ts";

const pool = (spec: object, name = "one"): KubernetesObject =>
  object(
    "cilium.io/v2",
    "CiliumLoadBalancerIPPool",
    name,
    { spec: { blocks: [{ cidr: "192.168.40.0/24" }], ...spec } },
    "",
  );
const told = { bgpControlPlane: { enabled: true } };
const model = (objects: readonly KubernetesObject[], more: ClusterModel = {}): ClusterModel => ({
  cilium: cilium({ values: eniValues(told) }),
  network: network(),
  controlPlane: controlPlane({ remoteNetworks: { nodeCidrs: [], podCidrs: ["10.85.0.0/16"] } }),
  objects,
  ...more,
});
const of = (spec: object, more?: ClusterModel): ClusterModel => model([pool(spec)], more);
const cidr = (text: unknown) => ({ blocks: [{ cidr: text }] });
const POOL = "objects.CiliumLoadBalancerIPPool.one.spec";
const shop = (labels?: Record<string, string>) => service({ type: "LoadBalancer" }, { labels });
const selector = (matchLabels: Record<string, unknown>) => pool({ serviceSelector: { matchLabels } });

export default cases({
  "hybrid-pool-blocks": {
    fails: [
      [
        "the name of before 1.15",
        of({ blocks: undefined, cidrs: [{ cidr: "192.168.40.0/24" }] }),
        { path: `${POOL}.cidrs`, example: true },
      ],
      ["no block", of({ blocks: [] }), { path: `${POOL}.blocks` }],
      ["a block that is none", of(cidr("192.168.40.0/33")), { path: `${POOL}.blocks.0.cidr` }],
      [
        "a first address that is none",
        of({ blocks: [{ start: "192.168.40.300", stop: "192.168.41.1" }] }),
        { path: `${POOL}.blocks.0.start` },
      ],
      ["neither", of({ blocks: [{}] }), { path: `${POOL}.blocks.0` }],
    ],
    passes: [
      ["a block", of({})],
      ["IPv6", of({ blocks: [{ cidr: "2001:db8::/64" }, { start: "2001:db8::1" }] })],
      ["a range", of({ blocks: [{ start: "192.168.40.3", stop: "192.168.40.9" }] })],
    ],
    unknown: [["an unknown block", of(cidr(unknown))]],
  },
  "hybrid-pool-overlap": {
    fails: [
      ["the VPC", of(cidr("10.0.200.0/24")), { path: `${POOL}.blocks.0.cidr`, found: "the VPC", example: true }],
      ["the Services", of(cidr("172.20.9.0/24")), { found: "Services" }],
      ["pods on premises", of(cidr("10.85.9.0/24")), { found: "pods on premises" }],
      [
        "an earlier pool",
        model([pool(cidr("192.168.0.0/16"), "first"), pool({})]),
        { path: `${POOL}.blocks.0.cidr`, found: 'pool "first"' },
      ],
    ],
    passes: [
      ["a block of its own", of({})],
      ["IPv6", of(cidr("2001:db8::/64"))],
      ["no network that is known", { objects: [pool({}), pool(cidr("10.9.0.0/24"), "two")] }],
    ],
    unknown: [["an unknown block", of(cidr(unknown))]],
  },
  "hybrid-pool-announced": {
    fails: [
      ["nobody", of({}, { cilium: cilium() }), { path: `${POOL}.blocks`, example: true }],
      [
        "nobody on premises",
        of({}, { cilium: undefined as never, releases: [hybridCilium()] }),
        { path: `${POOL}.blocks` },
      ],
    ],
    passes: [
      ["BGP", of({})],
      ["ARP", of({}, { cilium: cilium({ values: eniValues({ l2announcements: { enabled: true } }) }) })],
      ["a pool that is off", of({ disabled: true }, { cilium: cilium() })],
      ["no Cilium", of({}, { cilium: undefined as never })],
    ],
    unknown: [["an unknown switch", of({}, { cilium: cilium({ values: eniValues({ bgpControlPlane: unknown }) }) })]],
  },
  "hybrid-pool-services": {
    fails: [
      [
        "labels that no Service has",
        model([selector({ pool: "blue" }), shop({ pool: "bleu" })]),
        { path: `${POOL}.serviceSelector.matchLabels`, example: true },
      ],
    ],
    passes: [
      ["labels of a Service", model([selector({ pool: "blue" }), shop({ pool: "blue" })])],
      ["its namespace", model([selector({ "io.kubernetes.service.namespace": "gateway" }), shop()])],
      ["its name", model([selector({ "io.kubernetes.service.name": "web" }), shop()])],
      ["every Service", of({})],
      ["no Service of the kind", model([selector({ pool: "blue" }), service()])],
    ],
    unknown: [["unknown labels", model([selector({ pool: unknown }), shop({ pool: "blue" })])]],
  },
});
