import { stringList } from "../../facts/load-balancer-annotations.ts";
import type { ClusterModel, SubnetModel } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import { annotation, annotationPath, schemeOf } from "./load-balancers.ts";
import { gatewaySettings, loadBalancers } from "./subjects.ts";

const RESOLVER = "aws-load-balancer-controller pkg/networking/subnet_resolver.go: validateSubnetsAZExclusivity";
const DISCOVERY = "aws-load-balancer-controller docs/deploy/subnet_discovery.md";
const SUBNETS = "aws-load-balancer-subnets";
const ROLE_TAGS: Readonly<Record<string, string>> = {
  "internet-facing": "kubernetes.io/role/elb",
  internal: "kubernetes.io/role/internal-elb",
};

/** Subnets of one zone among these, by zone; those of unknown zones are left out. */
function* sharedZones(zones: readonly (readonly [name: string, zone: string | undefined])[]) {
  const seen = new Map<string, string>();
  for (const [name, zone] of zones) {
    if (zone === undefined || zone === "") continue;
    const other = seen.get(zone);
    if (other === undefined) seen.set(zone, name);
    else yield { zone, names: [other, name] as const };
  }
}

const isNamed = ({ name, tags }: SubnetModel, wanted: string): boolean => name === wanted || tags["Name"] === wanted;

/** Zone of a subnet by the id that a stack gives for it. */
function zoneOfId(id: unknown, { settings }: ClusterModel): string | undefined {
  const { private: nodes = [], public: open = [], controlPlane = [] } = settings?.network.vpc.subnets ?? {};
  return [...nodes, ...open, ...controlPlane].find((one) => one.id === id)?.zone;
}

export default [
  ...rulesOn(loadBalancers, [
    {
      id: "gateway-subnet-zones",
      severity: "error",
      title: "A load balancer has one subnet a zone",
      why: "The controller refuses two subnets of one zone, and AWS does so too.",
      symptom:
        "An event of the Service: multiple subnets in same Availability Zone; the Gateway waits for its address.",
      source: `${RESOLVER}; ELB API reference: CreateLoadBalancer, SubnetMappings`,
      fix: "Name one subnet of each zone.",
      *check(balancer, { network }) {
        const named = stringList(annotation(balancer, SUBNETS) ?? "");
        const zones = named.map((wanted) => {
          const subnet = network?.subnets.find((one) => isNamed(one, wanted));
          return [wanted, subnet?.zone] as const;
        });
        for (const { zone, names } of sharedZones(zones)) {
          yield {
            at: annotationPath(balancer, SUBNETS),
            found: `${names.join(" and ")}, both in ${zone}`,
            expected: "one subnet a zone",
          };
        }
      },
    },
    {
      id: "gateway-subnet-discovery",
      severity: "warning",
      title: "The load balancer controller finds subnets by their tags",
      why: "Without a role tag it takes one subnet a zone of all that have the right route, from 2.12.1 on, and none before: which one is left to the order of their ids.",
      symptom:
        "The load balancer lies in a subnet that nobody meant, or the Service has an event: unable to resolve at least one subnet.",
      source: DISCOVERY,
      fix: "Tag the subnets kubernetes.io/role/elb: 1, internal ones kubernetes.io/role/internal-elb: 1; or name them by aws-load-balancer-subnets.",
      also: ["network"],
      *check(balancer, { network, settings }) {
        // A stack's own Gateways name their subnets while deploying.
        if (settings !== undefined || annotation(balancer, SUBNETS) !== undefined) return;
        const scheme = schemeOf(balancer) ?? "internal";
        const tag = ROLE_TAGS[scheme];
        if (tag === undefined) return;
        const role = scheme === "internet-facing" ? "public" : "node";
        const candidates = (network?.subnets ?? []).filter((subnet) => subnet.role === role);
        if (candidates.length === 0 || candidates.some(({ tags }) => tag in tags)) return;
        yield {
          at: annotationPath(balancer, SUBNETS),
          found: `nothing, and no subnet with the tag ${tag}`,
          expected: `the tag ${tag}: 1 on ${candidates.map(({ name }) => name).join(", ")}, or their names`,
        };
      },
    },
  ]),
  ...rulesOn(gatewaySettings, [
    {
      id: "gateway-settings-subnet-zones",
      severity: "error",
      title: "exposure.subnetIds has one subnet a zone",
      why: "The controller refuses two subnets of one zone, and AWS does so too.",
      symptom: "The Gateway waits for its address.",
      source: RESOLVER,
      fix: "Name one subnet of each zone.",
      also: ["settings"],
      *check({ exposure }, model) {
        const zones = (exposure?.subnetIds ?? []).map(
          (id, at) => [`subnet ${String(at + 1)}`, zoneOfId(id, model)] as const,
        );
        for (const { zone, names } of sharedZones(zones)) {
          yield {
            at: "exposure.subnetIds",
            found: `${names.join(" and ")}, both in ${zone}`,
            expected: "one subnet a zone",
          };
        }
      },
    },
  ]),
];
