import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";
import { nameOf } from "./inputs.ts";
import type { Instance } from "./instances.ts";
import { type References, refsIn } from "./references.ts";

/** What an id, an ARN or a list of them in an attribute can be of, where the way to it leads through a local. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  vpc_id: ["aws_vpc"],
  subnet_id: ["aws_subnet"],
  subnet_ids: ["aws_subnet"],
  route_table_id: ["aws_route_table"],
  network_acl_id: ["aws_network_acl"],
  security_group_id: ["aws_security_group", "aws_eks_cluster"],
  vpc_security_group_ids: ["aws_security_group", "aws_eks_cluster"],
  source_security_group_id: ["aws_security_group", "aws_eks_cluster"],
  referenced_security_group_id: ["aws_security_group", "aws_eks_cluster"],
  launch_template: ["aws_launch_template"],
  role: ["aws_iam_role"],
  role_arn: ["aws_iam_role"],
  node_role_arn: ["aws_iam_role"],
  policy_arn: ["aws_iam_policy"],
  cluster_name: ["aws_eks_cluster"],
};

/** Ids and ARNs of AWS. A name may stand for anything. */
const ID = /^(?:[a-z]{1,12}-[\da-f]{8,17}|[a-z]{1,12}-[a-z]{2,12}-[\da-f]{8,17}|arn:aws[\w-]*:.+)$/;

/** Where each attribute of a resource comes from: by the references of the configuration, else by ids that are known. */
export class Sources {
  readonly #references: References;
  readonly #byId = new Map<string, Instance>();

  constructor(references: References, instances: readonly Instance[]) {
    this.#references = references;
    for (const one of instances) {
      for (const id of [one.values["id"], one.values["arn"], ...clusterGroup(one)]) {
        if (typeof id === "string" && ID.test(id) && !this.#byId.has(id)) this.#byId.set(id, one);
      }
    }
  }

  /** Instances by the name of the attribute. */
  of(instance: Instance): ReadonlyMap<string, readonly Instance[]> {
    const expressions = this.#references.configOf(instance)?.["expressions"];
    const told = isMap(expressions) ? expressions : {};
    const keys = new Set([...Object.keys(told), ...Object.keys(instance.values)]);
    const found = new Map<string, readonly Instance[]>();
    for (const key of keys) {
      const value = instance.values[key];
      const byId = this.#known(value);
      const all = byId.length > 0 ? byId : this.#referred(instance, key, told[key]);
      if (all.length > 0)
        found.set(
          key,
          all.filter((one) => one !== instance),
        );
    }
    return found;
  }

  #referred(instance: Instance, key: string, expression: unknown): readonly Instance[] {
    const found = expression === undefined ? [] : this.#references.of(expression, instance);
    const wanted = WANTED[key];
    if (found.length > 0 || wanted === undefined || !holdsUnknown(instance.values[key])) return found;
    return this.#nearby(instance, wanted, {
      key,
      locals: refsIn(expression).filter((one) => one.startsWith("local.")),
    });
  }

  /** Of the same module, by the words of the local's name where several fit; else what the module is told. */
  #nearby(
    { module }: Instance,
    wanted: readonly string[],
    { key, locals }: { readonly key: string; readonly locals: readonly string[] },
  ): readonly Instance[] {
    const beside = wanted.slice(0, 1).flatMap((type) => this.#references.beside(module, type));
    const names = new Set(beside.map(({ name }) => name));
    if (names.size === 1) return beside;
    const words = locals.join(" ");
    const meant = beside.filter(({ name }) => new RegExp(`(?:^|[._])${name}(?:_|$)`).test(words));
    if (meant.length > 0) return meant;
    return this.#references
      .variablesOf(module, new RegExp(key.replace(/^(?:vpc|source|referenced)_|_ids?$|_arn$/g, "")))
      .filter(({ type }) => wanted.includes(type));
  }

  #known(value: unknown): readonly Instance[] {
    if (typeof value === "string") {
      const one = this.#byId.get(value);
      return one === undefined ? [] : [one];
    }
    if (typeof value !== "object" || value === null) return [];
    return [...new Set(Object.values(value).flatMap((inner: unknown) => this.#known(inner)))];
  }
}

/** The group that EKS makes for a cluster has no resource of its own. */
const clusterGroup = ({ type, values }: Instance): readonly unknown[] => {
  const config = type === "aws_eks_cluster" ? values["vpc_config"] : undefined;
  const [block] = Array.isArray(config) ? (config as unknown[]) : [];
  return isMap(block) ? [block["cluster_security_group_id"]] : [];
};

const holdsUnknown = (value: unknown): boolean =>
  value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** By the names of inputs, with URNs. */
export const asInputs = (
  sources: ReadonlyMap<string, readonly Instance[]>,
  urnOf: (instance: Instance) => string | undefined,
): Record<string, readonly string[]> =>
  Object.fromEntries([...sources].map(([key, all]) => [nameOf(key), all.flatMap((one) => urnOf(one) ?? [])]));
