import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Registered } from "../../lens/registered.ts";
import { releaseOf as helmRelease } from "../helm-values/index.ts";
import { type Document, type Location, isMap } from "../input.ts";
import { nameOfObject } from "../objects.ts";
import { type Context, type Located, registered, urnOf } from "../reader.ts";
import { valueAt } from "../values.ts";
import { releaseOf } from "./helm.ts";
import { inputsOf } from "./inputs.ts";
import type { Instance, Module } from "./instances.ts";
import { namesOf } from "./names.ts";
import { isObjects, objectsOf } from "./objects.ts";
import { policyDocument } from "./policies.ts";
import { providersOf } from "./providers.ts";
import { References, push, withoutKeys } from "./references.ts";
import { Sources, asInputs } from "./sources.ts";
import { asWritten } from "./tidy.ts";
import { tokenOf } from "./types.ts";

type Of = Pick<Registered, "type" | "props"> & Partial<Pick<Registered, "name" | "sources">>;

const MODULE = "terraform:index:Module";
const DOCUMENT = "aws_iam_policy_document";

const isRegistered = ({ type, isData }: Instance): boolean =>
  !isData && (tokenOf(type) !== undefined || type === "helm_release" || isObjects(type));

/** The resources of one plan or state. */
export class Plan {
  readonly #document: Document;
  readonly #instances: readonly Instance[];
  readonly #references: References;
  readonly #sources: Sources;
  readonly #names: ReadonlyMap<Instance, string>;
  /** By what is written once for all instances, `module.eks.aws_eks_cluster.this`. */
  readonly #byBlock = new Map<string, Instance[]>();

  constructor(document: Document, instances: readonly Instance[]) {
    this.#document = document;
    this.#instances = asWritten(instances);
    const root = valueAt(document.value, ["configuration", "root_module"]);
    this.#references = new References(
      root,
      this.#instances,
      (one) => isRegistered(one) || (one.isData && one.type === DOCUMENT),
    );
    const own = this.#instances.filter(isRegistered);
    this.#sources = new Sources(this.#references, own);
    this.#names = namesOf(own);
    for (const one of own) push(this.#byBlock, withoutKeys(one.address), one);
  }

  resources(context: Context): { readonly resources: readonly Located[]; readonly notes: readonly string[] } {
    const notes: string[] = [];
    const providers = providersOf(this.#document.value, this.#references);
    const keys = new Set(providers.map(({ key }) => key));
    const own = [...this.#names.keys()].flatMap((instance) => this.#located(instance, { context, keys, notes }));
    return {
      resources: [
        ...providers.map(({ key, type, props, clusters }) =>
          this.#plain({
            urn: this.#urnOfProvider(key),
            type,
            name: key,
            props,
            sources: { host: this.#urns(clusters) },
          }),
        ),
        ...this.#modules(),
        ...own,
      ],
      notes,
    };
  }

  #located(
    instance: Instance,
    { context, keys, notes }: { context: Context; keys: ReadonlySet<string>; notes: string[] },
  ): Located[] {
    const sources = asInputs(this.#sources.of(instance), (one) => this.#urn(one));
    const common = {
      urn: this.#urn(instance) ?? "",
      name: this.#names.get(instance) ?? instance.name,
      dependencies: this.#dependencies(instance, sources),
      ...this.#madeBy(instance, keys),
    };
    const locate = (of: Of, nth = 0): Located => ({
      resource: registered({
        ...common,
        sources,
        ...of,
        ...(nth === 0 ? {} : { urn: `${common.urn}#${String(nth)}` }),
      }),
      place: (below) => this.#place(instance, isObjects(instance.type) ? below : ""),
    });
    if (instance.type === "helm_release") {
      const release = helmRelease(releaseOf(instance, context));
      notes.push(...(release.notes ?? []));
      const all = [...(sources["set"] ?? []), ...(sources["setSensitive"] ?? []), ...(sources["values"] ?? [])];
      return release.resources.map(({ resource, place }) => ({
        resource: { ...resource, ...common, sources: { ...sources, values: all } },
        place,
      }));
    }
    if (isObjects(instance.type)) {
      const objects = objectsOf(instance);
      if (objects.includes(undefined))
        notes.push(`${instance.address}: the object is known after apply, and was not judged.`);
      const from = Object.values(sources).flat();
      return objects.flatMap((object, nth) =>
        object === undefined
          ? []
          : [locate({ ...object, name: nameOfObject(object.props), sources: { metadata: from, spec: from } }, nth)],
      );
    }
    return [locate({ type: tokenOf(instance.type) ?? "", props: this.#props(instance) })];
  }

  #props(instance: Instance): Registered["props"] {
    const { values } = instance;
    const from = this.#references.configOf(instance) === undefined ? "state" : "plan";
    const props = inputsOf({ ...this.#asked(instance), ...this.#documents(instance) }, from);
    const { tags_all: all } = values;
    return isMap(all) ? { ...props, tags: { ...all, ...(isMap(values["tags"]) ? values["tags"] : {}) } } : props;
  }

  /** Without what AWS decides: unknown values that nobody wrote stand for its defaults. */
  #asked(instance: Instance): Instance["values"] {
    const expressions = this.#references.configOf(instance)?.["expressions"];
    return isMap(expressions) ? withoutUnasked(instance.values, expressions) : instance.values;
  }

  /** Policies whose text is unknown and whose statements are not. */
  #documents(instance: Instance): Record<string, unknown> {
    const expressions = this.#references.configOf(instance)?.["expressions"];
    return Object.fromEntries(
      ["assume_role_policy", "policy"].flatMap((key) => {
        if (instance.values[key] !== UNKNOWN) return [];
        const from = this.#references.of(valueAt(expressions, [key]), instance);
        const [only, ...others] = from.filter(({ type }) => type === DOCUMENT);
        return only === undefined || others.length > 0 ? [] : [[key, policyDocument(only)]];
      }),
    );
  }

  #modules(): Located[] {
    const modules = new Set<Module>();
    for (const { module } of this.#names.keys()) {
      for (let at: Module | undefined = module; at?.parent !== undefined; at = at.parent) modules.add(at);
    }
    return [...modules].map((module) =>
      this.#plain({
        urn: this.#urnOfModule(module),
        type: MODULE,
        name: module.address,
        props: {},
        dependencies: this.#order(this.#references.callOf(module)?.["depends_on"], module.parent ?? module),
        ...this.#parent(module.parent),
      }),
    );
  }

  #dependencies(instance: Instance, sources: Registered["sources"]): string[] {
    const told = this.#order(this.#references.configOf(instance)?.["depends_on"], instance.module);
    const before = instance.dependsOn.flatMap((address) => this.#urnsAt(address));
    return [...new Set([...Object.values(sources).flat(), ...told, ...before])];
  }

  #order(references: unknown, module: Module): string[] {
    const all = Array.isArray(references) ? references.filter((one): one is string => typeof one === "string") : [];
    return this.#references
      .orderOf(all, module)
      .flatMap((one) => ("type" in one ? (this.#urn(one) ?? []) : this.#urnOfModule(one)));
  }

  /** A state names what it depends on without the keys of instances. */
  #urnsAt = (address: string): string[] => this.#urns(this.#byBlock.get(withoutKeys(address)) ?? []);

  #madeBy(instance: Instance, keys: ReadonlySet<string>): Pick<Registered, "parent" | "provider"> {
    const key = this.#references.configOf(instance)?.["provider_config_key"];
    return {
      ...this.#parent(instance.module),
      ...(typeof key === "string" && keys.has(key) ? { provider: this.#urnOfProvider(key) } : {}),
    };
  }

  #parent(module: Module | undefined): Pick<Registered, "parent"> {
    return module?.parent === undefined ? {} : { parent: this.#urnOfModule(module) };
  }

  #plain(resource: Parameters<typeof registered>[0]): Located {
    return { resource: registered(resource), place: () => ({ input: this.#document.input, key: resource.name }) };
  }

  #place({ address }: Instance, below: string): Location {
    return { input: this.#document.input, key: below === "" ? address : `${address} ${below}` };
  }

  #urns(instances: readonly Instance[]): string[] {
    return instances.flatMap((one) => this.#urn(one) ?? []);
  }

  #urn(instance: Instance): string | undefined {
    return isRegistered(instance) ? urnOf(this.#document.input, instance.type, instance.address) : undefined;
  }

  #urnOfModule = ({ address }: Module): string => urnOf(this.#document.input, MODULE, address);
  #urnOfProvider = (key: string): string => urnOf(this.#document.input, "provider", key);
}

/** Blocks are followed where the configuration has them; what a dynamic block writes is not in it, and stays unknown. */
function withoutUnasked(
  values: Readonly<Record<string, unknown>>,
  expressions: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): (readonly [string, unknown])[] => {
      const asked = expressions[key];
      if (value === UNKNOWN) return asked === undefined ? [] : [[key, value]];
      const blocks = Array.isArray(asked) ? asked.filter((block) => isMap(block)) : [];
      if (!Array.isArray(value) || blocks.length === 0) return [[key, value]];
      const all = Object.assign({}, ...blocks) as Readonly<Record<string, unknown>>;
      return [[key, value.map((item: unknown) => (isMap(item) ? withoutUnasked(item, all) : item))]];
    }),
  );
}
