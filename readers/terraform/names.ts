import type { Instance } from "./instances.ts";

/** Names that modules give to the one resource that they are for. */
const PLAIN = /^(?:this|main|default|self)$/;

/**
 * What people call a resource: the steps of its address without what says nothing, `vpc-private-0` of
 * `module.vpc.aws_subnet.private[0]`. The whole address where two of a type would have the same.
 */
export function namesOf(instances: readonly Instance[]): ReadonlyMap<Instance, string> {
  const byName = new Map<string, Instance[]>();
  const short = new Map(instances.map((one) => [one, shortName(one)] as const));
  for (const [one, name] of short) {
    const key = `${one.type}|${name}`;
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  return new Map(
    [...short].map(([one, name]) => [one, (byName.get(`${one.type}|${name}`)?.length ?? 0) > 1 ? one.address : name]),
  );
}

function shortName({ address, name, index, module }: Instance): string {
  const steps = [...module.address.matchAll(/module\.([\w-]+)(?:\[(?:"((?:[^"\\]|\\.)*)"|\d+)\])?/g)].flatMap(
    ([, call = "", key]) => (key === undefined ? [call] : [call, key]),
  );
  const own = PLAIN.test(name) && steps.length > 0 ? [] : [name];
  const key = index === undefined || (index === 0 && own.length === 0) ? [] : [String(index)];
  const all = [...steps, ...own, ...key].join("-").replaceAll(/[_.\s/]+/g, "-");
  return all === "" ? address : all;
}
