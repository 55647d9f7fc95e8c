import { isObject } from "../../core/model/json.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Registered } from "../registered.ts";
import { mismatches } from "./equal.ts";
import type { Declared, Deviation } from "./types.ts";

/** A field that is compared: where a plan may have it, and where AWS's answer does, in the words of @pulumi/aws. */
interface Field {
  readonly declared: readonly string[];
  readonly found: string;
  /** Order says nothing. */
  readonly set?: true;
}

interface Kind {
  readonly types: readonly string[];
  readonly found: string;
  readonly what: string;
  readonly fields: readonly Field[];
}

const field = (name: string): Field => ({ declared: [name], found: name });
/** `eks.Cluster` has beside itself what `aws.eks.Cluster` has in a block. */
const inBlock = (block: string, name: string): Field => ({
  declared: [name, `${block}.${name}`],
  found: `${block}.${name}`,
});

const CLUSTER = "aws:eks/cluster:Cluster";
const ADDON = "aws:eks/addon:Addon";

/** What AWS tells of clusters, node groups and add-ons and a plan sets. A size that an autoscaler moves is none of it. */
const KINDS: readonly Kind[] = [
  {
    types: ["eks:index:Cluster", CLUSTER],
    found: CLUSTER,
    what: "cluster",
    fields: [
      field("version"),
      inBlock("vpcConfig", "endpointPublicAccess"),
      inBlock("vpcConfig", "endpointPrivateAccess"),
      { ...inBlock("vpcConfig", "publicAccessCidrs"), set: true },
      { ...field("enabledClusterLogTypes"), set: true },
      field("deletionProtection"),
      field("upgradePolicy.supportType"),
      inBlock("accessConfig", "authenticationMode"),
    ],
  },
  {
    types: ["aws:eks/nodeGroup:NodeGroup"],
    found: "aws:eks/nodeGroup:NodeGroup",
    what: "node group",
    fields: [
      field("scalingConfig.minSize"),
      field("scalingConfig.maxSize"),
      field("instanceTypes"),
      field("capacityType"),
      field("labels"),
      field("amiType"),
      field("updateConfig.maxUnavailable"),
      { ...field("subnetIds"), set: true },
    ],
  },
  {
    types: [ADDON],
    found: ADDON,
    what: "add-on",
    fields: [field("addonVersion"), field("serviceAccountRoleArn"), field("configurationValues")],
  },
];

/** AWS's resources beside the plan's. A kind that nobody could ask for has no entry in `asked`. */
export function accountDeviations(
  declared: readonly Declared[],
  found: readonly Registered[],
  asked: ReadonlySet<string>,
): Deviation[] {
  const taken = new Set<Registered>();
  const kinds = KINDS.filter((kind) => asked.has(kind.found));
  const own = kinds.flatMap((kind) =>
    declared
      .filter(({ type }) => kind.types.includes(type))
      .flatMap((one) => {
        const there = found.find((other) => other.type === kind.found && isSame(one, other));
        if (there !== undefined) taken.add(there);
        return compared(kind, one, there);
      }),
  );
  // Of the cluster there is one: it was asked for by its name.
  const strangers = kinds
    .filter((kind) => kind.found !== CLUSTER)
    .flatMap(({ found: type, what }) =>
      found
        .filter((one) => one.type === type && !taken.has(one))
        .map((one): Deviation => ({
          urn: one.urn,
          type,
          what,
          subject: accountSubject(one),
          kind: "added",
          at: [],
          foundAt: [],
          planned: undefined,
          found: one.props,
        })),
    );
  return [...own, ...strangers];
}

/** What a declared cluster, node group or add-on is called, as far as the plan knows: EKS puts a number behind a prefix. */
function accountName({ type, inputs, name }: Declared): { readonly text: string; readonly prefix: boolean } {
  const [full, prefix] = type === ADDON ? ["addonName", ""] : ["name", "nodeGroupNamePrefix"];
  const given = [at(inputs, full), at(inputs, "nodeGroupName")].find((one) => typeof one === "string");
  if (typeof given === "string") return { text: given, prefix: false };
  const start = at(inputs, prefix);
  return typeof start === "string" ? { text: start, prefix: true } : { text: name, prefix: false };
}

export const accountSubject = ({ type, name }: Registered): string =>
  `${KINDS.find(({ found }) => found === type)?.what ?? type} "${name}"`;

function isSame(declared: Declared, { name }: Registered): boolean {
  const { text, prefix } = accountName(declared);
  return prefix ? name.startsWith(text) : name === text;
}

function compared({ what, fields }: Kind, one: Declared, there: Registered | undefined): Deviation[] {
  const { urn, type, inputs } = one;
  const base = { urn, type, what, subject: `${what} "${accountName(one).text.replace(/-$/, "")}"` };
  if (there === undefined)
    return [{ ...base, kind: "missing", at: [], foundAt: [], planned: inputs, found: undefined }];
  return fields.flatMap((field): Deviation[] => {
    const place = field.declared.find((path) => at(inputs, path) !== undefined);
    // An answer that leaves out the field, or the block that it is in, tells nothing of it.
    const [outer = ""] = field.found.split(".");
    if (place === undefined || at(there.props, outer) === undefined) return [];
    const [planned, found] = [at(inputs, place), at(there.props, field.found)].map((value) => plain(value, field.set));
    if (found === UNKNOWN || mismatches(planned, found).length === 0) return [];
    return [{ ...base, kind: "changed", at: place.split("."), foundAt: place.split("."), planned, found }];
  });
}

/** JSON in a text by its content, sets in one order. */
function plain(value: unknown, set = false): unknown {
  if (set && Array.isArray(value)) return value.map(String).toSorted();
  if (typeof value !== "string" || !value.startsWith("{")) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The value at a path; of a list the first, where the provider keeps one block so. */
const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((inner, key) => {
    const one: unknown = Array.isArray(inner) ? inner[0] : inner;
    return isObject(one) ? one[key] : undefined;
  }, value);
