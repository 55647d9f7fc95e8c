import { isList, isObject, type KubernetesObject } from "../model/json.ts";
import { nameOf } from "./keep.ts";

/** A value that means something in one VPC, one Region or one account only. */
export interface Bound {
  /** `Gateway shop/edge`. */
  readonly object: string;
  readonly path: string;
  readonly value: string;
  readonly what: string;
  readonly scope: BoundTo;
  /** What stands in its place there. */
  readonly instead: string;
}

/** Where a value means something. Those of an account are only told: from inside a cluster nobody sees which account it is. */
type BoundTo = "vpc" | "region" | "account";

interface Kind {
  readonly what: string;
  readonly scope: BoundTo;
  readonly pattern: RegExp;
  readonly instead: string;
}

/** Forms of AWS's ids: EC2 User Guide, "Resource IDs"; of ARNs: IAM User Guide, "Amazon Resource Names". */
const KINDS: readonly Kind[] = [
  {
    what: "certificate",
    scope: "region",
    pattern: /arn:aws[\w-]*:acm:[\w-]*:\d*:certificate\/[\w-]+/g,
    instead: "the ARN of a certificate of that Region",
  },
  {
    what: "ARN",
    scope: "account",
    pattern: /arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:[\w/:.*+=@-]+/g,
    instead: "the ARN there",
  },
  {
    what: "elastic IP",
    scope: "region",
    pattern: /\beipalloc-[0-9a-f]{8,17}\b/g,
    instead: "an elastic IP of that Region, one a zone",
  },
  { what: "subnet", scope: "vpc", pattern: /\bsubnet-[0-9a-f]{8,17}\b/g, instead: "a subnet of that VPC" },
  { what: "security group", scope: "vpc", pattern: /\bsg-[0-9a-f]{8,17}\b/g, instead: "a security group of that VPC" },
  { what: "VPC", scope: "vpc", pattern: /\bvpc-[0-9a-f]{8,17}\b/g, instead: "that VPC" },
  {
    what: "interface",
    scope: "vpc",
    pattern: /\beni-[0-9a-f]{8,17}\b/g,
    instead: "no interface: Cilium makes its own",
  },
  {
    what: "machine",
    scope: "vpc",
    pattern: /\bi-[0-9a-f]{8,17}\b/g,
    instead: "labels of nodes: ids of machines do not come again",
  },
  {
    what: "node",
    scope: "vpc",
    pattern: /\bip-\d+-\d+-\d+-\d+(?:\.[a-z0-9.-]+)?\.internal\b/g,
    instead: "labels of nodes: names of machines do not come again",
  },
  {
    what: "load balancer's host name",
    scope: "vpc",
    pattern: /\b[\w-]+\.elb\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com\b/g,
    instead: "the host name of the new load balancer",
  },
  { what: "zone", scope: "region", pattern: /\b[a-z]{2}(?:-[a-z]+)+-\d[a-f]\b/g, instead: "a zone of that Region" },
];

/** Names must be unique in an account and a Region (Elastic Load Balancing, CreateLoadBalancer). */
const LOAD_BALANCER_NAME = "service.beta.kubernetes.io/aws-load-balancer-name";

/** What of objects is bound to a VPC, a Region or an account. Data of Secrets is nobody's business here. */
export const boundIn = (objects: readonly KubernetesObject[]): readonly Bound[] =>
  objects.flatMap((object) => (object.kind === "Secret" ? [] : walk(object, nameOf(object), "")));

function walk(value: unknown, object: string, path: string): Bound[] {
  if (typeof value === "string") return valuesIn(value, object, path);
  if (isList(value)) return value.flatMap((item, at) => walk(item, object, `${path}[${String(at)}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = /[./]/.test(key) ? `${path}["${key}"]` : path === "" ? key : `${path}.${key}`;
    if (key === LOAD_BALANCER_NAME && typeof inner === "string")
      return [
        {
          object,
          path: below,
          value: inner,
          what: "load balancer's name",
          scope: "account",
          instead: "another name while the old load balancer is there, in the same Region",
        },
      ];
    // A key can name a subnet too: elastic IPs by subnet.
    return [...valuesIn(key, object, path), ...walk(inner, object, below)];
  });
}

function valuesIn(text: string, object: string, path: string): Bound[] {
  let rest = text;
  return KINDS.flatMap(({ pattern, ...kind }) => {
    const found = [...new Set(rest.match(pattern) ?? [])];
    // What a wider form held is not told twice.
    rest = rest.replaceAll(pattern, " ");
    return found.map((value) => ({ object, path, value, ...kind }));
  });
}

/** The objects with values replaced, whole ones only: `subnet-1` is no part of `subnet-12`. */
export function replaced(object: KubernetesObject, pairs: ReadonlyMap<string, string>): KubernetesObject {
  if (pairs.size === 0) return object;
  const whole = new RegExp(
    `(?<![\\w-])(?:${[...pairs.keys()]
      .toSorted((a, b) => b.length - a.length)
      .map(escape)
      .join("|")})(?![\\w-])`,
    "g",
  );
  const text = (value: string): string => value.replaceAll(whole, (one) => pairs.get(one) ?? one);
  return deep(object, text) as KubernetesObject;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

function deep(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (isList(value)) return value.map((item) => deep(item, text));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), deep(inner, text)]));
}
