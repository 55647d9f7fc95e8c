import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type Values, minorOfCilium, numberOf, shown } from "../common.ts";
import { cidrFault, contains } from "../../net/cidr.ts";
import type { Draft } from "../subject.ts";

const CONFIG = "cilium/cilium pkg/option/config.go";
const STOPS = "The agent does not start; its log names the option.";

const MAX_MAP = 2 ** 24;

/** Bounds that the agent holds its maps to (pkg/option/config.go: checkMapSizeLimits; pkg/loadbalancer/config.go; pkg/maps). */
const SIZES: readonly (readonly [path: string, min: number, max: number])[] = [
  ["bpf.authMapMax", 256, MAX_MAP],
  ["bpf.ctTcpMax", 1024, MAX_MAP],
  ["bpf.ctAnyMax", 1024, MAX_MAP],
  ["bpf.natMax", 1024, MAX_MAP],
  ["bpf.lbMapMax", 1, Number.MAX_SAFE_INTEGER],
  ["bpf.nodeMapMax", 16_384, 2 ** 32 - 1],
  ["bpf.mapDynamicSizeRatio", 0, 1],
  ["nat.mapStatsEntries", 1, 4096],
];

/** Bytes of Maglev's seed (pkg/maglev/maglev.go). */
const SEED_BYTES = 12;
const SEED = /^[A-Za-z0-9+/]{16}$/;

/** What comes behind a NodePort range would be the kernel's own ports (AL2023 and Bottlerocket: 32768 to 60999). */
const LAST_EPHEMERAL_PORT = 60_999;
const MAX_PORT = 65_535;

function badRange(values: Values): Draft | undefined {
  const range = values.get("nodePort.range");
  if (typeof range !== "string" || range === "") return undefined;
  const [min, max, ...more] = range.split(",").map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  const said = { at: "nodePort.range", found: shown(range) };
  if (min === undefined || max === undefined || more.length > 0 || !(min < max && max <= MAX_PORT))
    return { ...said, expected: "two ports, the smaller first, with a comma and no space: 30000,32767" };
  return min > LAST_EPHEMERAL_PORT
    ? { ...said, expected: `a range before the kernel's own ports, which end at ${String(LAST_EPHEMERAL_PORT)}` }
    : undefined;
}

/** Kinds of ring buffers: one less than a power of two (pkg/hubble/container/ring.go). */
const isCapacity = (size: number): boolean => size > 0 && size <= MAX_PORT && Number.isInteger(Math.log2(size + 1));

/** Where strict encryption gets its range: 1.19 still reads the older form. */
const STRICT = [
  ["encryption.strictMode.enabled", "encryption.strictMode"],
  ["encryption.strictMode.egress.enabled", "encryption.strictMode.egress"],
] as const;

const isZero = (text: unknown): boolean =>
  typeof text === "string" && /^(?:0(?:\.0+)?(?:ns|us|ms|[smh])?)+$/.test(text);

export default rulesOn(ciliumValues, [
  {
    id: "datapath-map-sizes",
    severity: "error",
    title: "Sizes of BPF maps are within the agent's bounds",
    why: "The chart writes any number into the ConfigMap; the agent stops at its start at one that is out of its bounds.",
    symptom: STOPS,
    source: `${CONFIG}: checkMapSizeLimits; pkg/loadbalancer/config.go, pkg/maps/nodemap/cell.go, pkg/maps/nat/stats`,
    fix: "Remove it, or choose a size within the bounds.",
    *check(values) {
      for (const [at, min, max] of SIZES) {
        const size = numberOf(values, at);
        if (size === undefined || (size >= min && size <= max)) continue;
        yield {
          at,
          found: shown(values.get(at)),
          expected: max >= Number.MAX_SAFE_INTEGER ? `${String(min)} or more` : `${String(min)} to ${String(max)}`,
        };
      }
      const [nat, tcp, other] = ["bpf.natMax", "bpf.ctTcpMax", "bpf.ctAnyMax"].map((path) => numberOf(values, path));
      if (nat !== undefined && tcp !== undefined && other !== undefined && nat > tcp + other)
        yield {
          at: "bpf.natMax",
          found: `${String(nat)}, above ctTcpMax and ctAnyMax together`,
          expected: `${String(tcp + other)} at most`,
        };
      const seed = values.get("maglev.hashSeed");
      if (typeof seed === "string" && seed !== "" && !SEED.test(seed))
        yield {
          at: "maglev.hashSeed",
          found: `${String(seed.length)} characters`,
          expected: `${String(SEED_BYTES)} bytes in Base64: 16 characters`,
          fix: "Make one by `head -c12 /dev/urandom | base64 -w0`, or remove it.",
        };
    },
  },
  {
    id: "datapath-node-port-range",
    severity: "error",
    title: "The NodePort range is two ports that the agent can keep for itself",
    why: "The agent takes two numbers with a comma; what lies behind the kernel's own range of ports it refuses.",
    symptom: STOPS,
    source:
      "cilium/cilium pkg/loadbalancer/config.go: NodePortRange; pkg/kpr/initializer: checkNodePortAndEphemeralPortRanges",
    fix: "Remove nodePort.range: 30000,32767 is the default, and Kubernetes's own.",
    *check(values) {
      const draft = badRange(values);
      if (draft !== undefined) yield draft;
    },
  },
  {
    id: "datapath-hubble-buffer",
    severity: "error",
    title: "Hubble's buffer is one less than a power of two",
    why: "The ring is addressed by a mask. Hubble does not start with another size, and nothing answers on its port.",
    symptom: 'The agent logs "invalid capacity: must be one less than an integer power of two".',
    source: "cilium/cilium pkg/hubble/container/ring.go: NewCapacity; pkg/hubble/observer/observeroption",
    fix: "Use 4095, which is the default, or another one less than a power of two up to 65535.",
    *check(values) {
      const size = numberOf(values, "hubble.eventBufferCapacity");
      if (size !== undefined && !isCapacity(size))
        yield { at: "hubble.eventBufferCapacity", found: String(size), expected: "1, 3, 7 … 4095, 8191 … 65535" };
      const interval = values.get("hubble.lostEventSendInterval");
      if (isZero(interval))
        yield {
          at: "hubble.lostEventSendInterval",
          found: shown(interval),
          expected: "more than 0",
          fix: "Remove it.",
        };
    },
  },
  {
    id: "datapath-strict-encryption",
    severity: "error",
    title: "Strict encryption names a range that no node is in, or lets nodes pass",
    why: "The agent takes an IPv4 block and nothing else. A node whose own address lies in it would drop all of its traffic, so the agent stops; in ENI mode nodes and pods often share their blocks.",
    symptom: "The agent does not start: the node's IPv4 address is within the strict CIDR range.",
    source: `${CONFIG}: EncryptionStrictEgressCIDR; pkg/datapath/linux/config/config.go`,
    fix: "Name the pods' own block, or set allowRemoteNodeIdentities to true.",
    *check(values, { network }) {
      for (const [on, under] of STRICT) {
        if (!values.on(on)) continue;
        const cidr = values.get(`${under}.cidr`);
        const at = `${under}.cidr`;
        const fault = typeof cidr === "string" ? cidrFault(cidr) : undefined;
        if (typeof cidr !== "string" || (fault !== undefined && fault.code !== "host-bits")) {
          yield { at, found: shown(cidr ?? ""), expected: "an IPv4 block" };
          continue;
        }
        if (fault !== undefined || values.on(`${under}.allowRemoteNodeIdentities`)) continue;
        const inside = (network?.subnets ?? []).filter(
          (subnet) => subnet.role === "node" && cidrFault(subnet.cidr) === undefined && contains(cidr, subnet.cidr),
        );
        if (inside.length === 0) continue;
        yield {
          at,
          found: `${cidr}, which holds ${inside.map(({ name }) => name).join(", ")}`,
          expected: "a block without nodes, or allowRemoteNodeIdentities: true",
        };
      }
    },
  },
  {
    id: "datapath-address-blocks",
    severity: "error",
    title: "Blocks that are native to the network are blocks",
    why: "The agent parses them at its start and stops at anything else, a list of blocks included.",
    symptom: "The agent does not start: Unable to parse CIDR.",
    source: `${CONFIG}: IPv4NativeRoutingCIDR, IPv6NativeRoutingCIDR`,
    fix: "Give one block; several are left out of masquerade by ipMasqAgent.config.nonMasqueradeCIDRs.",
    *check(values) {
      for (const [at, ipv6] of [
        ["ipv4NativeRoutingCIDR", false],
        ["ipv6NativeRoutingCIDR", true],
      ] as const) {
        const cidr = values.get(at);
        if (typeof cidr !== "string" || cidr === "") continue;
        const code = cidrFault(cidr)?.code;
        const right = ipv6
          ? code === "ipv6" && /^[0-9a-f:]+\/\d{1,3}$/i.test(cidr)
          : code === undefined || code === "host-bits";
        if (!right) yield { at, found: shown(cidr), expected: `one ${ipv6 ? "IPv6" : "IPv4"} block` };
      }
    },
  },
  {
    id: "datapath-value-forms",
    severity: "error",
    title: "Values have the form that agent and operator parse",
    why: "The chart writes them as they are; agent and operator stop at what they cannot parse.",
    symptom: "Agent or operator does not start; its log names the option.",
    source: `${CONFIG}: VLANBPFBypass, VtepMask; pkg/datapath/tunnel/tunnel.go; operator/cmd/root.go`,
    fix: "Correct it, or remove it: the default is right for most.",
    *check(values, { cilium }) {
      const ports = values.get("tunnelSourcePortRange");
      if (typeof ports === "string" && ports !== "" && !/^\d+-\d+$/.test(ports))
        yield {
          at: "tunnelSourcePortRange",
          found: shown(ports),
          expected: "two ports with a hyphen, 0-0 for the kernel's choice",
        };
      const vlans = values.get("bpf.vlanBypass");
      const wrong = Array.isArray(vlans)
        ? vlans.filter((id) => !(Number.isInteger(Number(id)) && Number(id) >= 0 && Number(id) <= 4095))
        : [];
      if (wrong.length > 0) yield { at: "bpf.vlanBypass", found: shown(wrong), expected: "ids of VLANs, 0 for all" };
      if (values.on("vtep.enabled") && !/^(?:\d{1,3}\.){3}\d{1,3}$/.test(values.text("vtep.mask") ?? ""))
        yield {
          at: "vtep.mask",
          found: shown(values.get("vtep.mask") ?? ""),
          expected: "a mask with dots: 255.255.255.0",
        };
      const deletes = numberOf(values, "dnsProxy.maxDeferredConnectionDeletes");
      if (deletes !== undefined && deletes < 0)
        yield { at: "dnsProxy.maxDeferredConnectionDeletes", found: String(deletes), expected: "0 or more" };
      if (
        isZero(values.get("operator.endpointGCInterval")) &&
        (values.text("identityAllocationMode") ?? "crd") !== "kvstore"
      )
        yield {
          at: "operator.endpointGCInterval",
          found: shown(values.get("operator.endpointGCInterval")),
          expected: "more than 0: identities are collected by it",
        };
      if (isZero(values.get("loadBalancer.reflectorWaitTime")) && minorOfCilium(cilium) !== "1.19")
        yield {
          at: "loadBalancer.reflectorWaitTime",
          found: shown(values.get("loadBalancer.reflectorWaitTime")),
          expected: "more than 0",
        };
    },
  },
]);
