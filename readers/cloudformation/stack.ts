import { releaseOf as helmRelease } from "../helm-values/index.ts";
import { type Document, type Location, isMap } from "../input.ts";
import { nameOfObject, typeOfObject, withKnownName } from "../objects.ts";
import { type Context, type Located, registered, urnOf } from "../reader.ts";
import { HELM_CHART, MANIFEST, jsonOf, releaseOf } from "./cdk.ts";
import { EKS } from "./eks.ts";
import type { Made } from "./inputs.ts";
import { NETWORK } from "./network.ts";
import { NODES } from "./nodes.ts";
import { Template } from "./template.ts";

const MAKERS: Readonly<Record<string, (typeof EKS)[string]>> = { ...EKS, ...NETWORK, ...NODES };

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).filter((one): one is string => typeof one === "string");

/** The resources of one template. */
export class Stack {
  readonly template: Template;
  readonly #document: Document;
  readonly #refs = new Map<string, ReadonlySet<string>>();

  constructor(document: Document) {
    this.#document = document;
    this.template = new Template(document);
  }

  resources(context: Context): { readonly resources: readonly Located[]; readonly notes: readonly string[] } {
    const notes: string[] = [];
    const resources = [...this.template.resources].flatMap(([id, { Type: type }]) => {
      if (type === HELM_CHART) return this.#release(id, context, notes);
      if (type === MANIFEST) return this.#objects(id, notes);
      const makers = typeof type === "string" && Object.hasOwn(MAKERS, type) ? MAKERS[type] : undefined;
      return (makers?.(this.template.propertiesOf(id)) ?? []).map((made) => this.#located(id, made));
    });
    return { resources, notes };
  }

  #located(id: string, { type, props, sources, suffix }: Made): Located {
    return {
      resource: registered({
        urn: this.#urn(id, suffix),
        type,
        name: suffix === undefined ? id : `${id}-${suffix}`,
        props,
        sources: this.#urnsBy(sources),
        dependencies: this.#dependencies(id),
      }),
      place: () => this.#place(id, ""),
    };
  }

  #release(id: string, context: Context, notes: string[]): Located[] {
    const reading = helmRelease(releaseOf(id, this.template, context));
    notes.push(...(reading.notes ?? []));
    const properties = this.template.propertiesOf(id);
    const sources = this.#urnsBy({
      values: properties.text(["Values"]).refs,
      clusterName: properties.get(["ClusterName"]).refs,
    });
    return reading.resources.map(({ resource, place }) => ({
      resource: { ...resource, urn: this.#urn(id), sources, dependencies: this.#dependencies(id) },
      place,
    }));
  }

  #objects(id: string, notes: string[]): Located[] {
    const { value, refs } = jsonOf(this.template.propertiesOf(id), "Manifest");
    if (!Array.isArray(value)) {
      notes.push(
        `${this.#document.input}: the objects of ${id} are known while the stack is made, and were not judged.`,
      );
      return [];
    }
    const cluster = this.template.propertiesOf(id).get(["ClusterName"]).refs;
    return value.flatMap((object: unknown, at): Located[] => {
      const type = typeOfObject(object);
      if (type === undefined || !isMap(object)) return [];
      return [
        {
          resource: registered({
            urn: this.#urn(id, at === 0 ? undefined : String(at)),
            type,
            name: nameOfObject(object),
            props: withKnownName(object),
            sources: this.#urnsBy({ metadata: refs, spec: refs, clusterName: cluster }),
            dependencies: this.#dependencies(id),
          }),
          place: (below) => this.#place(id, below),
        },
      ];
    });
  }

  /** What stands in its properties, and what it names to come after. */
  #dependencies(id: string): string[] {
    const named = texts(this.template.resources.get(id)?.["DependsOn"]);
    return [...new Set([...this.#refsOf(id), ...named])].flatMap((one) => this.#known(one));
  }

  #refsOf(id: string): ReadonlySet<string> {
    const known = this.#refs.get(id);
    if (known !== undefined) return known;
    const found = new Set(this.template.propertiesOf(id).get([]).refs);
    this.#refs.set(id, found);
    return found;
  }

  #urnsBy = (sources: Made["sources"]): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(Object.entries(sources).map(([key, ids]) => [key, ids.flatMap((id) => this.#known(id))]));

  #known = (id: string): string[] => (this.template.resources.has(id) ? [this.#urn(id)] : []);

  #urn(id: string, suffix?: string): string {
    const urn = urnOf(this.#document.input, String(this.template.resources.get(id)?.["Type"]), id);
    return suffix === undefined ? urn : `${urn}#${suffix}`;
  }

  #place(id: string, below: string): Location {
    return {
      input: this.#document.input,
      position: this.#document.position(["Resources", id]),
      key: below === "" ? id : `${id} ${below}`,
    };
  }
}
