import { REPLACED_KINDS, servedCiliumVersions } from "../../facts/cilium-objects.ts";
import { gatewayApiBundle, servedVersions } from "../../facts/gateway-api.ts";
import { removedApi } from "../../facts/removed-apis.ts";
import { minorOf } from "../../facts/version.ts";
import type { UpgradeModel } from "../../model/index.ts";

const CILIUM = "cilium.io/";
const GATEWAY = "gateway.networking.k8s.io/";

/** Who no longer serves an API version after an upgrade. */
interface Unserved {
  /** `Cilium 1.20`, `Kubernetes 1.32`. */
  readonly by: string;
  /** What to write instead, in words. */
  readonly instead: string;
}

/** Versions of a kind that the target serves; undefined where nothing here tells. */
function versionsAt(
  { cilium, gatewayApi }: UpgradeModel,
  apiVersion: string,
  kind: string,
): readonly string[] | undefined {
  if (apiVersion.startsWith(CILIUM)) return cilium && servedCiliumVersions(kind, minorOf(cilium.to) ?? "");
  if (!apiVersion.startsWith(GATEWAY) || gatewayApi === undefined) return undefined;
  const bundle = gatewayApiBundle(gatewayApi.to);
  return bundle && servedVersions(bundle, gatewayApi.channel, kind);
}

/** Whether an object of this version can still be read and written after an upgrade; undefined where it can, or nothing here tells. */
export function unservedAfter(upgrade: UpgradeModel, apiVersion: string, kind: string): Unserved | undefined {
  const [group = "", version = ""] = apiVersion.split("/");
  const served = versionsAt(upgrade, apiVersion, kind);
  if (served !== undefined) {
    if (served.includes(version)) return undefined;
    const by = apiVersion.startsWith(CILIUM)
      ? `Cilium ${minorOf(upgrade.cilium?.to ?? "") ?? ""}`
      : `the ${upgrade.gatewayApi?.channel ?? "standard"} bundle ${upgrade.gatewayApi?.to ?? ""}`;
    const [first] = served;
    return { by, instead: first === undefined ? (REPLACED_KINDS[kind] ?? "another kind") : `${group}/${first}` };
  }
  const { kubernetes } = upgrade;
  const removed = kubernetes && removedApi(apiVersion, kind, kubernetes.to);
  return removed && { by: `Kubernetes ${removed.since}`, instead: removed.replacement ?? "nothing: the kind is gone" };
}
