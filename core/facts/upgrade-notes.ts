import { compareVersions, minorOf } from "./version.ts";
import { CILIUM_TUPLES, ciliumTuple } from "./versions.ts";

/** What an upgrade has to know of a Cilium minor, also of those that nothing is planned with any more. */
export interface UpgradeMinor {
  readonly minor: string;
  /** The patch to be on before the next minor, and to take where no other is asked for. */
  readonly patch: string;
  readonly kubernetes: { readonly min: string; readonly max: string };
  /** Gateway API bundle, where the minor has a tuple. */
  readonly gatewayApi?: string;
}

/** Minors that clusters come from. Source: Cilium docs 1.18, network/kubernetes/compatibility; cilium/charts (newest chart read: 1.18.12). */
const BEFORE: readonly UpgradeMinor[] = [{ minor: "1.18", patch: "1.18.12", kubernetes: { min: "1.30", max: "1.33" } }];

/** Every minor that an upgrade can start from or lead to, oldest first. */
export const UPGRADE_MINORS: readonly UpgradeMinor[] = [
  ...BEFORE,
  ...CILIUM_TUPLES.map(({ minor, checked, kubernetes, gatewayApi }) => ({
    minor,
    patch: checked,
    kubernetes,
    gatewayApi,
  })),
];

export const upgradeMinor = (version: string): UpgradeMinor | undefined =>
  UPGRADE_MINORS.find(({ minor }) => minor === minorOf(version));

/** Oldest patch from which the next minor may be reached without the defects that are known of older ones. */
export const leavableFrom = (version: string): string | undefined =>
  ciliumTuple(version)?.floor ?? upgradeMinor(version)?.patch;

/** Whether a later thing happens on the way from one version to another: after `from`, not after `to`. */
export const isCrossed = (since: string, from: string, to: string): boolean => {
  const [before, after] = [minorOf(from), minorOf(to)];
  if (before === undefined || after === undefined) return false;
  return compareVersions(before, since) < 0 && compareVersions(since, after) <= 0;
};

/**
 * Options of agent and operator that are gone, by the minor without them: `extraConfig` may still name them. One line an option: minor |
 * option | what stands for it, a value of the chart where there is one. Source: Cilium docs, operations/upgrade of 1.19 and 1.20 (cilium/cilium
 * Documentation/operations/upgrade.rst of the 1.19 cycle; upgrade-current.inc at 1cb7712 of the 1.20 cycle).
 */
const REMOVED_OPTIONS = `
1.19 | bpf-lb-proto-diff |
1.19 | enable-recorder |
1.19 | enable-session-affinity |
1.19 | enable-internal-traffic-policy |
1.19 | enable-svc-source-range-check |
1.19 | enable-node-port | kubeProxyReplacement
1.19 | enable-host-port | kubeProxyReplacement
1.19 | enable-external-ips | kubeProxyReplacement
1.19 | enable-custom-calls |
1.19 | enable-ipv4-egress-gateway | egressGateway.enabled
1.19 | egress-multi-home-ip-rule-compat |
1.19 | l2-pod-announcements-interface | l2podAnnouncements.interfacePattern
1.20 | ces-slice-mode |
1.20 | node-port-algorithm | loadBalancer.algorithm
1.20 | node-port-mode | loadBalancer.mode
1.20 | enable-ipsec-encrypted-overlay |
1.20 | enable-encryption-strict-mode | encryption.strictMode.egress.enabled
1.20 | encryption-strict-mode-cidr | encryption.strictMode.egress.cidr
1.20 | encryption-strict-mode-allow-remote-node-identities | encryption.strictMode.egress.allowRemoteNodeIdentities
1.20 | k8s-api-server | k8s.apiServerURLs
1.20 | encrypt-interface |
1.20 | hubble-redact-kafka-apikey |
`;

export interface RemovedOption {
  readonly since: string;
  readonly option: string;
  readonly replacement?: string;
}

let options: readonly RemovedOption[] | undefined;

export function removedOptions(): readonly RemovedOption[] {
  options ??= REMOVED_OPTIONS.trim()
    .split("\n")
    .map((line) => {
      const [since = "", option = "", replacement = ""] = line.split("|").map((cell) => cell.trim());
      return { since, option, ...(replacement === "" ? {} : { replacement }) };
    });
  return options;
}

/** Where the upgrade notes of a minor stand. */
export const notesOf = (minor: string): string => `https://docs.cilium.io/en/v${minor}/operations/upgrade/`;
