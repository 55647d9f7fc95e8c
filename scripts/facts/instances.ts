import { INSTANCE_LIMITS_SOURCE, findInstanceType, instanceTypes } from "../../core/facts/instances.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

interface Described {
  readonly InstanceTypes?: readonly {
    readonly InstanceType?: string;
    readonly Hypervisor?: string;
    readonly BareMetal?: boolean;
    readonly NetworkInfo?: {
      readonly MaximumNetworkInterfaces?: number;
      readonly Ipv4AddressesPerInterface?: number;
      readonly DefaultNetworkCardIndex?: number;
      readonly NetworkCards?: readonly {
        readonly NetworkCardIndex?: number;
        readonly MaximumNetworkInterfaces?: number;
      }[];
    };
  }[];
}

/** `interfaces.addresses hypervisor`, as far as both sources say it. */
const written = (interfaces: unknown, addresses: unknown, hypervisor: unknown, bareMetal: unknown): string =>
  `${String(interfaces)} ENIs of ${String(addresses)}, ${bareMetal === true || bareMetal === "true" ? "bare metal" : String(hypervisor)}`;

/** The VPC CNI's Go table, or the answer of `aws ec2 describe-instance-types`. */
function read(text: string): Facts {
  const facts = text.trimStart().startsWith("{") ? fromDescribed(text) : fromGo(text);
  if (facts.size === 0) throw new WrongFile("It has neither a row of the VPC CNI's table nor a described type.");
  return facts;
}

function fromGo(text: string): Facts {
  const facts = new Map<string, string>();
  for (const [, type = "", body = ""] of text.matchAll(/^\t"([a-z0-9-]+\.[a-z0-9-]+)":\s*\{\n([\s\S]*?)^\t\},/gm)) {
    const field = (name: string): string | undefined => new RegExp(`${name}:\\s+"?([\\w-]+)`).exec(body)?.[1];
    facts.set(type, written(field("ENILimit"), field("IPv4Limit"), field("HypervisorType"), field("IsBareMetal")));
  }
  return facts;
}

function fromDescribed(text: string): Facts {
  return new Map(
    ((JSON.parse(text) as Described).InstanceTypes ?? []).map(
      ({ InstanceType, Hypervisor, BareMetal, NetworkInfo }) => {
        const index = NetworkInfo?.DefaultNetworkCardIndex ?? 0;
        const card = NetworkInfo?.NetworkCards?.find(({ NetworkCardIndex }) => NetworkCardIndex === index);
        return [
          InstanceType ?? "",
          written(
            card?.MaximumNetworkInterfaces ?? NetworkInfo?.MaximumNetworkInterfaces,
            NetworkInfo?.Ipv4AddressesPerInterface,
            Hypervisor ?? "unknown",
            BareMetal,
          ),
        ] as const;
      },
    ),
  );
}

const current = (): Facts =>
  new Map(
    instanceTypes().map((type) => {
      const limits = findInstanceType(type);
      if (limits === undefined)
        throw new Error(`${type} is in the table and cannot be read (${INSTANCE_LIMITS_SOURCE}).`);
      const { maxNetworkInterfaces, ipv4PerInterface, hypervisor, bareMetal } = limits;
      return [type, written(maxNetworkInterfaces, ipv4PerInterface, hypervisor, bareMetal)] as const;
    }),
  );

export default { read, current, partial: "file" } satisfies Refresher;
