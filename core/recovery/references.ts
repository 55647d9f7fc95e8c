import { isList, isObject, type KubernetesObject } from "../model/json.ts";

/** A Secret or ConfigMap that an object that is kept refers to. */
export interface Reference {
  readonly kind: "Secret" | "ConfigMap";
  readonly namespace: string;
  readonly name: string;
}

/** What Cilium itself runs on, told by its ConfigMap and DaemonSet. */
export interface CiliumNames {
  /** Namespace that Cilium runs in. */
  readonly namespace: string;
  /** Secret of IPsec keys, where it is mounted. */
  readonly ipsec?: string;
  /** Namespace of BGP passwords (`bgp-secrets-namespace`). */
  readonly bgpNamespace?: string;
}

/** Secrets and ConfigMaps that come with objects. `cilium-ca` is kept always: what trusts it, trusts it again. */
export function referencesOf(objects: readonly KubernetesObject[], names: CiliumNames): readonly Reference[] {
  const { namespace, ipsec, bgpNamespace = namespace } = names;
  const own: Reference[] = ["cilium-ca", ...(ipsec === undefined ? [] : [ipsec])].map((name) => ({
    kind: "Secret",
    namespace,
    name,
  }));
  const found = [...own, ...objects.flatMap((object) => referencesIn(object, bgpNamespace))];
  return [...new Map(found.map((one) => [`${one.kind} ${one.namespace}/${one.name}`, one])).values()];
}

export const isOfCilium = (name: string, { ipsec }: CiliumNames): boolean => name === "cilium-ca" || name === ipsec;

function referencesIn(object: KubernetesObject, bgpNamespace: string): Reference[] {
  const { kind, metadata } = object;
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  const home = metadata.namespace ?? "";
  switch (kind) {
    case "Gateway":
    case "ListenerSet":
      return listenersIn(spec).flatMap((tls) => [...named(tls["certificateRefs"], home), ...frontend(tls, home)]);
    case "BackendTLSPolicy":
      return isObject(spec["validation"]) ? named(spec["validation"]["caCertificateRefs"], home) : [];
    case "CiliumBGPPeerConfig":
      return typeof spec["authSecretRef"] === "string"
        ? [{ kind: "Secret", namespace: bgpNamespace, name: spec["authSecretRef"] }]
        : [];
    case "CiliumNetworkPolicy":
    case "CiliumClusterwideNetworkPolicy":
      return secretsIn([object["spec"], object["specs"]]);
    default:
      return [];
  }
}

const listenersIn = (spec: Record<string, unknown>): Record<string, unknown>[] =>
  list(spec["listeners"]).flatMap((listener) =>
    isObject(listener) && isObject(listener["tls"]) ? [listener["tls"]] : [],
  );

/** CAs by which a listener checks its clients. */
const frontend = (tls: Record<string, unknown>, home: string): Reference[] =>
  isObject(tls["frontendValidation"]) ? named(tls["frontendValidation"]["caCertificateRefs"], home) : [];

const list = (value: unknown): readonly unknown[] => (isList(value) ? value : []);

/** References of the Gateway API: a Secret unless told, in the object's own namespace unless told. */
const named = (refs: unknown, home: string): Reference[] =>
  list(refs).flatMap((ref): Reference[] => {
    if (!isObject(ref) || typeof ref["name"] !== "string") return [];
    const { kind = "Secret", namespace = home, name } = ref as { kind?: string; namespace?: string; name: string };
    return kind === "Secret" || kind === "ConfigMap" ? [{ kind, namespace, name }] : [];
  });

/** Certificates of TLS inspection and values of header rules: `secret: {namespace, name}`, wherever it stands in a rule. */
function secretsIn(value: unknown): Reference[] {
  if (isList(value)) return value.flatMap(secretsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== "secret" || !isObject(inner) || typeof inner["name"] !== "string") return secretsIn(inner);
    const { namespace = "cilium-secrets", name } = inner as { namespace?: string; name: string };
    return [{ kind: "Secret", namespace, name }];
  });
}
