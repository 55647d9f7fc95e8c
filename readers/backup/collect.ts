import { isObject } from "../../core/model/json.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import {
  type CiliumNames,
  type KeptObject,
  type Reference,
  type ServedObject,
  inOrder,
  isKept,
  kept,
  referencesOf,
} from "../../core/recovery/index.ts";
import { recordOf } from "../../lens/live/raw.ts";
import { versionOf } from "../../lens/live/workloads.ts";
import type { KubeReader } from "../kube/client.ts";
import type { Gap } from "../live/gaps.ts";
import { Parts } from "../live/parts.ts";
import { type Place, type Read, placeOf } from "./place.ts";
import { type CiliumRelease, ciliumRelease } from "./release.ts";
import { type ServedKind, collectionOf, servedKinds } from "./served.ts";

export interface CollectOptions {
  readonly namespace: string;
  readonly secrets: boolean;
  readonly show: (what: string) => void;
}

/** What was kept of a cluster. */
export interface Collected {
  readonly place: Place;
  readonly versions: Readonly<Record<"kubernetes" | "cilium" | "gatewayApi", string | null>>;
  readonly names: CiliumNames;
  /** Data of `cilium-config`, to compare with; it is not restored. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly objects: readonly KeptObject[];
  readonly secrets: readonly KeptObject[];
  readonly releases: readonly CiliumRelease[];
  readonly gaps: readonly Gap[];
}

/** Reads what cannot be made again; what may not be read is a gap, and everything else is kept. */
export async function collect(kube: KubeReader, { namespace, secrets, show }: CollectOptions): Promise<Collected> {
  const parts = new Parts(show);
  const read = <T>(what: string, right: string, get: () => Promise<T>): Promise<T | undefined> =>
    parts.part(what, what, get, right).then((found) => ((found as unknown) === UNKNOWN ? undefined : found));
  const served = await read("kinds", "get /apis", () => servedKinds(kube));
  const cilium = await readCilium(kube, namespace, read);
  const lists = [...(served?.values() ?? [])].filter(({ byName }) => byName !== true);
  const found = await Promise.all(
    lists.map((kind) => read(kind.plural, `list ${kind.plural}.${kind.group}`, () => listOf(kube, kind))),
  );
  const objects = found.flatMap((list) => list ?? []);
  const spaces = [...new Set(objects.flatMap(({ object }) => object.metadata.namespace ?? []))].toSorted();
  const wanted = referencesOf(
    objects.map(({ object }) => object),
    cilium.names,
  ).filter(({ kind }) => secrets || kind !== "Secret");
  const named = await Promise.all([
    ...spaces.map((name) => read(`namespace ${name}`, "get namespaces", () => get(kube, `/api/v1/namespaces/${name}`))),
    ...wanted.map((one) =>
      read(`${one.kind} ${one.namespace}/${one.name}`, rightFor(one), () => get(kube, pathFor(one))),
    ),
  ]);
  const beside = named.flatMap((one) => (one === undefined ? [] : [kept(one)]));
  const all = inOrder([...objects, ...beside], cilium.names);
  return {
    ...cilium,
    place: await placeOf(kube, read),
    objects: all.filter(({ object }) => object.kind !== "Secret"),
    secrets: all.filter(({ object }) => object.kind === "Secret"),
    releases: secrets
      ? ((await read("Helm's release", `list secrets in ${namespace}`, () => releasesOf(kube, namespace))) ?? [])
      : [],
    gaps: parts.gaps,
  };
}

async function readCilium(
  kube: KubeReader,
  namespace: string,
  read: Read,
): Promise<Pick<Collected, "names" | "config" | "versions">> {
  const root = `/api/v1/namespaces/${namespace}`;
  const [config, agents, definition, server] = await Promise.all([
    read("cilium-config", `get configmaps in ${namespace}`, () => kube.get(`${root}/configmaps/cilium-config`)),
    read("DaemonSet cilium", `get daemonsets.apps in ${namespace}`, () =>
      kube.get(`/apis/apps/v1/namespaces/${namespace}/daemonsets/cilium`),
    ),
    read("version of the Gateway API", "get customresourcedefinitions.apiextensions.k8s.io", () =>
      kube.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.gateway.networking.k8s.io"),
    ),
    read("version of the API server", "get /version", () => kube.get("/version")),
  ]);
  const data = recordOf(recordOf(config)["data"]);
  const pod = recordOf(recordOf(recordOf(recordOf(agents)["spec"])["template"])["spec"]);
  const [image] = listed(pod["containers"]).map((one) => one["image"]);
  const ipsec = listed(pod["volumes"])
    .filter(({ name }) => name === "cilium-ipsec-secrets")
    .map((volume) => recordOf(volume["secret"])["secretName"])[0];
  const bgp = data["bgp-secrets-namespace"];
  const annotations = recordOf(recordOf(recordOf(definition)["metadata"])["annotations"]);
  return {
    config: data,
    names: {
      namespace,
      ...(typeof ipsec === "string" ? { ipsec } : {}),
      ...(typeof bgp === "string" && bgp !== "" ? { bgpNamespace: bgp } : {}),
    },
    versions: {
      kubernetes: textOr(recordOf(server)["gitVersion"]),
      cilium: versionOf(typeof image === "string" ? image : "") ?? null,
      gatewayApi: textOr(annotations["gateway.networking.k8s.io/bundle-version"]),
    },
  };
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

const listed = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((one) => isObject(one)) : [];

async function listOf(kube: KubeReader, kind: ServedKind): Promise<KeptObject[]> {
  const found: KeptObject[] = [];
  for await (const { items } of kube.pages(collectionOf(kind, undefined)))
    for (const item of items as readonly ServedObject[]) {
      const object: ServedObject = { ...item, apiVersion: kind.apiVersion, kind: kind.kind };
      if (isKept(object)) found.push(kept(object));
    }
  return found;
}

const get = async (kube: KubeReader, path: string): Promise<ServedObject | undefined> => {
  const object = (await kube.get(path)) as ServedObject | undefined;
  return object !== undefined && isKept(object) ? object : undefined;
};

const pluralOf = ({ kind }: Reference): string => (kind === "Secret" ? "secrets" : "configmaps");
const rightFor = (one: Reference): string => `get ${pluralOf(one)} in ${one.namespace}`;
const pathFor = (one: Reference): string => `/api/v1/namespaces/${one.namespace}/${pluralOf(one)}/${one.name}`;

async function releasesOf(kube: KubeReader, namespace: string): Promise<CiliumRelease[]> {
  const found: CiliumRelease[] = [];
  const query = { labelSelector: "owner=helm,status=deployed", fieldSelector: "type=helm.sh/release.v1" };
  for await (const { items } of kube.pages(`/api/v1/namespaces/${namespace}/secrets`, query))
    found.push(...items.flatMap((item) => ciliumRelease(item) ?? []));
  return found;
}
