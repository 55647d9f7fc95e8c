import { ResourceReference, Secret } from "../../../engine/index.ts";
import { exampleAccount, hex, type Properties } from "../aws-account.ts";
import type { Recorded } from "../recorder.ts";
import { Account, AwsRefusal, type Beforehand } from "./account.ts";
import { automaticName, NAMINGS } from "./names.ts";
import { tableOf } from "./server.ts";
import { KNOWN_TYPES, T } from "./types.ts";
import { type Held, valuesAt } from "./world.ts";

/** What AWS would refuse of everything that a program registers, in its order; as `type name: code: why`. */
export function refusalsOf(recorded: readonly Recorded[], beforehand: Beforehand): readonly string[] {
  const made = recorded.flatMap(insideComponents);
  const account = new Account(exampleAccount(), {
    ...beforehand,
    held: [...(beforehand.held ?? []), ...made],
    given: [...(beforehand.given ?? []), ...made.flatMap(({ id, state }) => [id, String(state["arn"]), tableOf(id)])],
  });
  return recorded
    .filter(({ type }) => type.startsWith("aws:") || KNOWN_TYPES.has(type))
    .flatMap(({ type, name, inputs }) => {
      try {
        account.create(type, name, named(type, name, plain(inputs) as Properties));
        return [];
      } catch (error) {
        if (error instanceof AwsRefusal || error instanceof RangeError) return [`${type} ${name}: ${error.message}`];
        throw error;
      }
    });
}

/** As the provider names it, with the letters that the mocks take. */
function named(type: string, name: string, inputs: Properties): Properties {
  const naming = NAMINGS[type];
  if (naming?.automatic !== true || naming.property in inputs || `${naming.property}Prefix` in inputs) return inputs;
  const made = automaticName(naming, name, hex(`${type} ${name}`, 7));
  if ("fault" in made) throw new RangeError(made.fault);
  return { ...inputs, [naming.property]: made.name };
}

/** What the plugins of components would make: mocks have it in the components' outputs only. */
function insideComponents({ type, outputs }: Recorded): Held[] {
  const state = plain(outputs) as Properties;
  const held = (kind: string, one: unknown): Held => {
    const inner = one as Properties;
    return { type: kind, name: "", id: String(inner["id"] ?? inner["name"]), inputs: {}, state: inner };
  };
  if (type === "eks:index:Cluster") return valuesAt(state, "eksCluster").map((one) => held(T.Cluster, one));
  if (type !== "awsx:ec2:Vpc") return [];
  const [vpc] = valuesAt(state, "vpc");
  return [
    ...(vpc === undefined ? [] : [held(T.Vpc, vpc)]),
    ...valuesAt(state, "subnets").map((one) => held(T.Subnet, { ...(one as Properties), vpcId: state["vpcId"] })),
    ...valuesAt(state, "natGateways").map((one) => held(T.NatGateway, one)),
    ...valuesAt(state, "routeTables").map((one) =>
      held(T.RouteTable, { ...(one as Properties), vpcId: state["vpcId"] }),
    ),
  ];
}

function plain(value: unknown): unknown {
  if (value instanceof Secret) return plain(value.value);
  if (value instanceof ResourceReference) return value.id;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
