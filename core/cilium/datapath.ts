import { DEFAULT_AMI_FAMILY } from "../settings/defaults.ts";
import { AmiFamily, HostRouting, IpamMode, LoadBalancerMode, Masquerade, type Settings } from "../settings/index.ts";
import {
  DEFAULT_ACCELERATION,
  DEFAULT_HOST_ROUTING,
  DEFAULT_LB_ALGORITHM,
  DEFAULT_LB_MODE,
  DEFAULT_MASQUERADE,
} from "./defaults.ts";
import { from, type Contribution } from "../helm/merge.ts";
import { ipamOf, isOverlay } from "../settings/ipam.ts";

/** How packets go: load balancing, masquerade, host routing, encryption. */
export const datapathValues = (settings: Settings): Contribution[] => [
  from("cilium", { kubeProxyReplacement: true, k8sServicePort: 443 }),
  ...masqueradeValues(settings),
  ...hostRoutingValues(settings),
  ...loadBalancerValues(settings),
  ...encryptionValues(settings),
  ...deviceValues(settings),
];

/** Overlay addresses mean nothing outside the cluster, so an overlay masquerades unless it is told otherwise. */
const masqueradeOf = (settings: Settings): Masquerade => {
  return (
    settings.cilium?.masquerade?.mode ?? (isOverlay(ipamOf(settings).mode) ? Masquerade.Iptables : DEFAULT_MASQUERADE)
  );
};

function masqueradeValues(settings: Settings): Contribution[] {
  const mode = masqueradeOf(settings);
  const own = mode === Masquerade.Bpf && ipamOf(settings).mode === IpamMode.Eni ? vpcCidrs(settings) : [];
  const kept = settings.cilium?.masquerade?.nonMasqueradeCidrs ?? [];
  const ranges = [...new Set([...own, ...kept])];
  return [
    from("cilium.masquerade", {
      enableIPv4Masquerade: mode !== Masquerade.Off,
      "bpf.masquerade": mode === Masquerade.Bpf,
      egressMasqueradeInterfaces:
        mode === Masquerade.Iptables && namesInterfaces(settings) ? interfaceNames(settings) : undefined,
    }),
    from(kept.length > 0 ? "cilium.masquerade.nonMasqueradeCidrs" : "cilium.masquerade", {
      "ipMasqAgent.enabled": ranges.length > 0 ? true : undefined,
      "ipMasqAgent.config.nonMasqueradeCIDRs": ranges.length > 0 ? ranges : undefined,
    }),
  ];
}

/** The agent itself leaves out the VPC's primary CIDR alone (Cilium pkg/ipam/crd.go: autoDetectIPv4NativeRoutingCIDR). */
const vpcCidrs = ({ network: { vpc, podSubnets } }: Settings): string[] =>
  [...(vpc.cidr === undefined ? (vpc.cidrs ?? []) : [vpc.cidr]), podSubnets?.cidr].filter(
    (cidr): cidr is string => cidr !== undefined,
  );

/**
 * AL2023 names interfaces by their place: ens5 on most families, enp39s0 and the like on newer ones (kubernetes/kops#18642);
 * Bottlerocket calls them eth0. The chart takes one pattern, so a mixed cluster leaves the choice to Cilium.
 */
function interfaceNames({ nodeGroups }: Settings): string | undefined {
  const families = new Set(Object.values(nodeGroups).map(({ ami }) => ami?.family ?? DEFAULT_AMI_FAMILY));
  if (families.size !== 1) return undefined;
  return families.has(AmiFamily.Bottlerocket) ? "eth+" : "en+";
}

/** In ENI mode traffic leaves by many interfaces; with several pools there is no one range that iptables could leave out. */
const namesInterfaces = (settings: Settings): boolean =>
  ipamOf(settings).mode === IpamMode.Eni || ipamOf(settings).mode === IpamMode.MultiPool;

function hostRoutingValues(settings: Settings): Contribution[] {
  // aws-cni chaining forces legacy routing; the chart sets it there.
  if (ipamOf(settings).mode === IpamMode.AwsCni) return [];
  const routing = settings.cilium?.hostRouting ?? DEFAULT_HOST_ROUTING;
  return [from("cilium.hostRouting", { "bpf.hostLegacyRouting": routing === HostRouting.Legacy })];
}

function loadBalancerValues({ cilium }: Settings): Contribution[] {
  const lb = cilium?.loadBalancer ?? {};
  const mode = lb.mode ?? DEFAULT_LB_MODE;
  // A Service may ask for DSR by its annotation.
  const direct = mode !== LoadBalancerMode.Snat || lb.modeAnnotation === true;
  return [
    from("cilium.loadBalancer.mode", {
      "loadBalancer.mode": mode,
      // AWS drops IP options, so Geneve is the only dispatch that arrives; native routing stays.
      "loadBalancer.dsrDispatch": direct ? "geneve" : undefined,
      tunnelProtocol: direct ? "geneve" : undefined,
    }),
    from("cilium.loadBalancer.acceleration", { "loadBalancer.acceleration": lb.acceleration ?? DEFAULT_ACCELERATION }),
    from("cilium.loadBalancer.algorithm", { "loadBalancer.algorithm": lb.algorithm ?? DEFAULT_LB_ALGORITHM }),
    from("cilium.loadBalancer.maglevTableSize", { "maglev.tableSize": lb.maglevTableSize }),
    from("cilium.loadBalancer.algorithmAnnotation", { "bpf.lbAlgorithmAnnotation": lb.algorithmAnnotation }),
    from("cilium.loadBalancer.modeAnnotation", { "bpf.lbModeAnnotation": lb.modeAnnotation }),
  ];
}

function encryptionValues({ cilium }: Settings): Contribution[] {
  const { wireguard = false, nodeEncryption } = cilium?.encryption ?? {};
  return [
    from("cilium.encryption", {
      "encryption.enabled": wireguard,
      "encryption.type": wireguard ? "wireguard" : undefined,
    }),
    from("cilium.encryption.nodeEncryption", {
      "encryption.nodeEncryption": nodeEncryption ?? (wireguard ? false : undefined),
    }),
  ];
}

function deviceValues({ cilium }: Settings): Contribution[] {
  const bandwidth = cilium?.bandwidthManager;
  return [
    from("cilium.datapathMode", { "bpf.datapathMode": cilium?.datapathMode }),
    from("cilium.bigTcp", { enableIPv4BIGTCP: cilium?.bigTcp }),
    from("cilium.bandwidthManager", {
      "bandwidthManager.enabled": bandwidth?.enabled,
      "bandwidthManager.bbr": bandwidth?.bbr,
    }),
  ];
}
