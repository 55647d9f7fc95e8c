import type { Properties } from "../aws-account.ts";
import type { Beforehand } from "./account.ts";
import { tableOf } from "./server.ts";
import { T } from "./types.ts";
import { textAt, textsAt, valuesAt, type Held } from "./world.ts";

const REFERENCE = /^(?:arn:aws[a-z-]*:|(?:vpc|subnet|rtb|sg|tgw|pcx|vgw|igw|eipalloc)-[0-9a-z]+$)/;

/** What a stack file takes for granted: its existing network, and every id and ARN that it names. */
export function beforehandOf(config: Properties): Beforehand {
  const network = (config["cilium-eks:network"] ?? {}) as Properties;
  const vpcId = textAt(network, "vpc.id");
  const subnets = ["private", "controlPlane", "public"].flatMap((role) => valuesAt(network, `vpc.subnets.${role}`));
  const existing = [...subnets, ...valuesAt(network, "podSubnets.existing")].map((subnet) => subnet as Properties);
  const quotas = (config["cilium-eks:quotas"] as { current?: Readonly<Record<string, number>> } | undefined)?.current;
  return {
    held: [
      ...(vpcId === "" ? [] : vpc(vpcId, textsAt(network, "vpc.cidrs"))),
      ...existing.map((subnet) => subnetOf(subnet, vpcId)),
    ],
    given: [...references(config), ...existing.map(({ id }) => tableOf(String(id)))],
    ...(quotas === undefined ? {} : { quotas }),
  };
}

const vpc = (id: string, [first = "10.0.0.0/16", ...further]: readonly string[]): Held[] => [
  { type: T.Vpc, name: "", id, inputs: {}, state: { id, cidrBlock: first } },
  ...further.map((cidrBlock): Held => ({
    type: T.CidrAssociation,
    name: "",
    id: `vpc-cidr-assoc-${cidrBlock}`,
    inputs: {},
    state: { vpcId: id, cidrBlock },
  })),
];

const subnetOf = ({ id, zone, cidr }: Properties, vpcId: string): Held => ({
  type: T.Subnet,
  name: "",
  id: String(id),
  inputs: {},
  state: { id, vpcId, availabilityZone: zone, cidrBlock: cidr },
});

function references(value: unknown): string[] {
  if (typeof value === "string") return REFERENCE.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(references);
}
