import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { addressFault, cidrFault, overlaps } from "../../net/cidr.ts";
import { selects } from "../gateway/admission.ts";
import { type LabelSelector, namespaceOf, servicesOf, specOf } from "../gateway/objects.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { ciliumObjects, ciliumOfHybrid } from "./common.ts";

const GUIDE = "Cilium docs: network/lb-ipam";
const POOL = "CiliumLoadBalancerIPPool";

interface Block {
  readonly cidr?: string;
  readonly start?: string;
  readonly stop?: string;
}
interface PoolSpec {
  readonly blocks?: readonly Block[];
  readonly cidrs?: unknown;
  readonly serviceSelector?: LabelSelector;
  readonly disabled?: boolean;
}

/** Blocks of a pool that are written as such; ranges are not compared. */
const blocksOf = (pool: KubernetesObject): [at: string, cidr: string][] =>
  (specOf<PoolSpec>(pool).blocks ?? []).flatMap(({ cidr }, at): [string, string][] =>
    cidr === undefined || cidrFault(cidr) !== undefined ? [] : [[`spec.blocks.${String(at)}.cidr`, cidr]],
  );

/** Networks whose addresses somebody has already, by what they are. */
function taken({ network, controlPlane }: ClusterModel): [whose: string, cidr: string][] {
  return [
    ...(network?.vpcCidrs ?? []).map((cidr): [string, string] => ["the VPC", cidr]),
    ...(controlPlane?.serviceCidr === undefined
      ? []
      : [["Services of the cluster", controlPlane.serviceCidr] as [string, string]]),
    ...(controlPlane?.remoteNetworks?.podCidrs ?? []).map((cidr): [string, string] => ["pods on premises", cidr]),
  ].filter((one): one is [string, string] => cidrFault(one[1] ?? "") === undefined);
}

function* blockFaults(pool: KubernetesObject): Generator<Draft> {
  const { blocks = [], cidrs } = specOf<PoolSpec>(pool);
  if (cidrs !== undefined)
    yield {
      at: "spec.cidrs",
      found: "cidrs, which is the name of before 1.15",
      expected: "blocks",
      fix: "Write blocks.",
    };
  else if (blocks.length === 0) yield { at: "spec.blocks", found: "none", expected: "a block" };
  for (const [at, { cidr, start, stop }] of blocks.entries()) {
    const path = `spec.blocks.${String(at)}`;
    const fault = cidr === undefined || cidr.includes(":") ? undefined : cidrFault(cidr);
    if (fault !== undefined)
      yield { at: `${path}.cidr`, found: `"${cidr ?? ""}", which ${fault.reason}`, expected: "a block" };
    for (const [key, address] of Object.entries({ start, stop })) {
      const wrong = address === undefined || address.includes(":") ? undefined : addressFault(address);
      if (wrong !== undefined)
        yield { at: `${path}.${key}`, found: `"${address ?? ""}", which ${wrong}`, expected: "an address" };
    }
    if (cidr === undefined && start === undefined)
      yield { at: path, found: "neither cidr nor start", expected: "a block, or a first and a last address" };
  }
}

export default rulesOn(ciliumObjects(POOL), [
  {
    id: "hybrid-pool-blocks",
    severity: "error",
    title: "A pool of load balancer addresses has blocks",
    why: "The API server drops fields that it does not know and the operator ignores blocks that it cannot read: the pool is empty.",
    symptom: "Services stay without an address: IPAMRequestSatisfied is False.",
    source: `${GUIDE}; CRD ciliumloadbalancerippools at 1.19 and 1.20`,
    fix: "Write blocks with cidr, or with start and stop.",
    *check(pool) {
      yield* blockFaults(pool);
    },
  },
  {
    id: "hybrid-pool-overlap",
    severity: "error",
    title: "Addresses of a pool are nobody else's",
    why: "An address that an ENI, a pod or a Service has is reached there; of two pools that overlap the operator uses the older one only.",
    symptom: "The pool has PoolConflict: True, or clients reach another machine.",
    source: `${GUIDE}; cilium/cilium operator/pkg/lbipam/lbipam.go: settleConflicts`,
    fix: "Choose a block that no network has.",
    *check(pool, model) {
      const pools = (model.objects ?? []).filter(({ kind }) => kind === POOL);
      const earlier = pools
        .slice(0, pools.indexOf(pool))
        .flatMap((other) =>
          blocksOf(other).map(([, cidr]): [string, string] => [`pool "${other.metadata.name}"`, cidr]),
        );
      for (const [at, cidr] of blocksOf(pool)) {
        const clash = [...taken(model), ...earlier].find(([, other]) => overlaps(other, cidr));
        if (clash !== undefined)
          yield { at, found: `${cidr}, which overlaps ${clash[0]} (${clash[1]})`, expected: "a block of its own" };
      }
    },
  },
  {
    id: "hybrid-pool-announced",
    severity: "warning",
    title: "Somebody tells the network of a pool's addresses",
    why: "An address of a pool is on no machine: unless BGP tells routers or ARP is answered for it, nobody finds it. A VPC routes no such address at all.",
    symptom: "Services have an external address, and connections to it time out.",
    source: `${GUIDE}; VPC user guide: VPC_Route_Tables`,
    fix: "Set bgpControlPlane.enabled with an advertisement of Services, or l2announcements.enabled with a policy, on nodes outside AWS; in AWS use an NLB.",
    *check(pool, model) {
      const { disabled = false } = specOf<PoolSpec>(pool);
      const values = ciliumOfHybrid(model);
      if (disabled || values === undefined) return;
      const told = ["bgpControlPlane.enabled", "l2announcements.enabled"].some((path) => values.on(path));
      if (told) return;
      yield {
        at: "spec.blocks",
        found: "addresses, with bgpControlPlane.enabled and l2announcements.enabled off",
        expected: "one of them",
      };
    },
  },
  {
    id: "hybrid-pool-services",
    severity: "warning",
    title: "A pool selects Services that there are",
    why: "A pool whose labels no Service has gives nobody an address.",
    symptom: "Services stay without an address.",
    source: GUIDE,
    fix: "Write labels that the Services have, or io.kubernetes.service.namespace and io.kubernetes.service.name.",
    *check(pool, model) {
      const { serviceSelector } = specOf<PoolSpec>(pool);
      const wanted = Object.entries(serviceSelector?.matchLabels ?? {});
      const services = servicesOf(model).filter(
        (service) => specOf<{ type?: string }>(service).type === "LoadBalancer",
      );
      if (serviceSelector === undefined || wanted.length === 0 || services.length === 0) return;
      const labels = services.map((service) => ({
        ...service.metadata.labels,
        "io.kubernetes.service.namespace": namespaceOf(service),
        "io.kubernetes.service.name": service.metadata.name,
      }));
      if (labels.some((own) => selects(serviceSelector, own))) return;
      yield {
        at: "spec.serviceSelector.matchLabels",
        found: `${wanted.map(([key, value]) => `${key}=${value}`).join(", ")}, which no Service of type LoadBalancer has`,
        expected: `labels of ${services.map(({ metadata }) => metadata.name).join(" or ")}`,
      };
    },
  },
]);
