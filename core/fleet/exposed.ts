import type { ClusterModel, FleetMember, HelmReleaseModel, KubernetesObject } from "../model/index.ts";

const EXTERNAL_DNS = "external-dns";
const ZONE_FILTER = "--zone-id-filter=";
/** Let's Encrypt's production server; the staging one has limits of its own. */
const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

type Exposed = Pick<FleetMember, "hostnames" | "zones" | "acmCertificates" | "issued">;

/** What the cluster shows to the world: names, the zones that they stand in, certificates. */
export function exposedBy({ objects = [], releases = [], gateway }: ClusterModel): Exposed {
  const parts = gateway === undefined ? [] : [gateway.settings, ...Object.values(gateway.others ?? {})];
  return {
    hostnames: [...new Set(objects.flatMap(hostnamesOf))].toSorted(),
    zones: releases.filter(({ name }) => name === EXTERNAL_DNS).flatMap(zonesOf),
    acmCertificates: parts.flatMap(({ tls }) =>
      typeof tls?.acmCertificateArn === "string" ? [tls.acmCertificateArn] : [],
    ),
    issued: objects.some(isLetsEncrypt)
      ? objects
          .filter(({ kind }) => kind === "Certificate")
          .map((certificate) => textsAt(certificate, "dnsNames").toSorted())
      : [],
  };
}

/** A listener's own wildcard only says what routes may have; what routes and plain listeners name is served. */
function hostnamesOf(object: KubernetesObject): readonly string[] {
  if (object.kind.endsWith("Route")) return textsAt(object, "hostnames");
  if (object.kind !== "Gateway") return [];
  const listeners = specOf(object)["listeners"];
  return (Array.isArray(listeners) ? listeners : []).flatMap((listener) => {
    const hostname = (listener as { readonly hostname?: unknown } | null)?.hostname;
    return typeof hostname === "string" && !hostname.startsWith("*.") ? [hostname] : [];
  });
}

function zonesOf({ values }: HelmReleaseModel): FleetMember["zones"] {
  const ids = list(values["extraArgs"]).filter((text) => text.startsWith(ZONE_FILTER));
  const owner = values["txtOwnerId"];
  return ids.map((argument) => ({
    id: argument.slice(ZONE_FILTER.length),
    domains: list(values["domainFilters"]),
    owner: typeof owner === "string" ? owner : "",
    removes: values["policy"] !== "upsert-only",
  }));
}

const isLetsEncrypt = (object: KubernetesObject): boolean => {
  const { acme } = specOf(object) as { readonly acme?: { readonly server?: unknown } };
  return object.kind.endsWith("Issuer") && acme?.server === LETS_ENCRYPT;
};

const specOf = ({ spec }: KubernetesObject): Readonly<Record<string, unknown>> =>
  (spec ?? {}) as Record<string, unknown>;
const textsAt = (object: KubernetesObject, key: string): readonly string[] => list(specOf(object)[key]);
const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
