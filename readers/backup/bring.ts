import { type Difference, differencesOf, pathText } from "../../core/model/differences.ts";
import type { KubernetesObject } from "../../core/model/json.ts";
import { SECRET_TEXT } from "../../core/findings/secrets.ts";
import { type Bound, type ServedObject, cleaned, kindOf } from "../../core/recovery/index.ts";
import type { KubeWriter } from "../kube/client.ts";
import { type ServedKind, collectionOf, keyOf } from "./served.ts";
import { defined } from "../../core/model/present.ts";

/** What became of an object, or with --dry-run would. */
export interface Outcome {
  readonly state:
    "created" | "same" | "differs" | "overwritten" | "refused" | "held" | "left" | "not-served" | "not-reached";
  /** In words, where there is more to say. */
  readonly said?: string;
  /** Where the cluster's object differs: its value, and the backup's. */
  readonly differences?: readonly { readonly path: string; readonly now: string; readonly backup: string }[];
  readonly bound?: readonly Bound[];
}

interface BringOptions {
  readonly dryRun: boolean;
  readonly overwrite: boolean;
}

const ALREADY_EXISTS = 409;
/** A namespace that is always there: a dry run validates in it what belongs to one that is yet to come. */
const ANY_SPACE = "default";

/** Writes objects so that nothing that is there is changed unless it may be. */
export class Bringer {
  readonly #kube: KubeWriter;
  readonly #served: ReadonlyMap<string, ServedKind>;
  readonly #options: BringOptions;

  constructor(kube: KubeWriter, served: ReadonlyMap<string, ServedKind>, options: BringOptions) {
    this.#kube = kube;
    this.#served = served;
    this.#options = options;
  }

  async bring(object: KubernetesObject, spacesToCome: ReadonlySet<string>): Promise<Outcome> {
    const known = kindOf(object);
    const kind = known && this.#served.get(keyOf(known));
    if (kind === undefined) return { state: "not-served", said: `the API server has no ${object.kind}` };
    const wanted = { ...object, apiVersion: kind.apiVersion };
    const { namespace, name } = object.metadata;
    if (namespace !== undefined && spacesToCome.has(namespace)) return this.#inSpaceToCome(kind, wanted);
    const path = collectionOf(kind, namespace);
    const now = (await this.#kube.get(`${path}/${name}`)) as ServedObject | undefined;
    if (now !== undefined) return this.#beside(`${path}/${name}`, wanted, now);
    const written = await this.#kube.write("POST", path, wanted, this.#dryRun());
    if (written.status === "written") return { state: "created", ...movedVersion(object, kind) };
    // Somebody was faster, or the answer to the first try was lost.
    const there =
      written.code === ALREADY_EXISTS
        ? ((await this.#kube.get(`${path}/${name}`)) as ServedObject | undefined)
        : undefined;
    return there === undefined
      ? { state: "refused", said: written.said }
      : this.#beside(`${path}/${name}`, wanted, there);
  }

  #dryRun(always = false): Readonly<Record<string, string>> {
    return this.#options.dryRun || always ? { dryRun: "All" } : {};
  }

  async #inSpaceToCome(kind: ServedKind, wanted: KubernetesObject): Promise<Outcome> {
    const tried = { ...wanted, metadata: { ...wanted.metadata, namespace: ANY_SPACE } };
    const written = await this.#kube.write("POST", collectionOf(kind, ANY_SPACE), tried, this.#dryRun(true));
    if (written.status === "refused" && written.code !== ALREADY_EXISTS)
      return { state: "refused", said: written.said };
    return { state: "created", ...movedVersion(wanted, kind) };
  }

  async #beside(path: string, wanted: KubernetesObject, now: ServedObject): Promise<Outcome> {
    const served = { ...now, apiVersion: wanted.apiVersion, kind: wanted.kind };
    const before = cleaned(served);
    if (differencesOf(before, wanted).length === 0) return { state: "same" };
    const { resourceVersion, finalizers, ownerReferences } = now.metadata as Record<string, unknown>;
    const merged = {
      ...wanted,
      metadata: { ...wanted.metadata, ...defined({ resourceVersion, finalizers, ownerReferences }) },
    };
    // The server fills defaults in, and may have more of them than when the backup was made.
    const tried = await this.#kube.write("PUT", path, merged, this.#dryRun(true));
    const after =
      tried.status === "written"
        ? cleaned({ ...(tried.object as ServedObject), apiVersion: wanted.apiVersion, kind: wanted.kind })
        : wanted;
    const found = differencesOf(before, after);
    if (found.length === 0) return { state: "same" };
    const differences = found.map((one) => told(one, wanted.kind === "Secret"));
    if (!this.#options.overwrite) return { state: "differs", differences };
    const written = this.#options.dryRun ? tried : await this.#kube.write("PUT", path, merged);
    return written.status === "written"
      ? { state: "overwritten", differences }
      : { state: "refused", said: written.said, differences };
  }
}

const movedVersion = ({ apiVersion }: KubernetesObject, kind: ServedKind): { readonly said?: string } =>
  apiVersion === kind.apiVersion ? {} : { said: `written as ${kind.apiVersion}: the backup has ${apiVersion}` };

const LONGEST = 80;

function told(
  { path, before, after }: Difference,
  secret: boolean,
): { readonly path: string; readonly now: string; readonly backup: string } {
  const hidden = secret && (path[0] === "data" || path[0] === "stringData");
  const text = (value: unknown): string => {
    if (value === undefined) return "nothing";
    if (hidden) return SECRET_TEXT;
    const json = JSON.stringify(value);
    return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json;
  };
  return { path: pathText(path), now: text(before), backup: text(after) };
}
