const WORD = "chooses a word of the message";

/** Conditions whose opposite no test notices, by file and condition, with the reason why none should. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  "addresses/pods.ts: near.length === 0": WORD,
  "nodes/pods.ts: vcpus < 30: <=": "no instance type has exactly 30 vCPUs",
  "versions/cilium.ts: compareVersions(version, installedVersion) < 0: <=":
    "the same version is a step that is allowed",
  "control-plane/logs.ts: offered > days": "which retention the message proposes",
  'control-plane/security-groups.ts: need.protocol === "icmp"': WORD,
  'control-plane/version.ts: upgradePolicy === "EXTENDED"': WORD,
  "datapath/load-balancing.ts: values.on(path)": WORD,
  "datapath/load-balancing.ts: maglevBackends(one) >= backends": "which table size the message proposes",
  'gateway/route-features.ts: channel === "experimental"': WORD,
  "gateway/settings.ts: exposure?.type === ExposureType.HostNetwork": "both sides of a comparison turn round",
  "hybrid/limits.ts: fault.suggestion === undefined": WORD,
  "helm-values/keys.ts: replacement.length === 0": WORD,
  'helm-values/keys.ts: choice !== ""': WORD,
  "network/acls.ts: from === to": WORD,
  "network/layout.ts: at === 0": WORD,
  "network/settings.ts: min === 0": WORD,
  "network/settings.ts: pods.cidr === undefined": WORD,
  "network/settings.ts: attach.transitGatewayId === undefined": WORD,
  'network/settings.ts: typeof vpc.availabilityZones === "number"':
    "one zone fits any VPC that is allowed, so the number stands in the message only",
  'nodes/images.ts: image === "AL2023"': "which release the message gives as an example",
  "observability/flow-logs.ts: one !== undefined": "with two destinations one of two and none of two come out alike",
  'observability/metrics.ts: origin === "agent"': "which names the message proposes",
  'observability/metrics.ts: fault.includes("=")': WORD,
  'security/access.ts: protocol === "all"': WORD,
  "security/access.ts: from === to": WORD,
  "versions/gateway-api.ts: bundle === undefined": WORD,
  "versions/gateway-api.ts: required": WORD,
  "versions/gateway-api.ts: missing.length === 0": WORD,
};
