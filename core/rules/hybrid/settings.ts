import { rulesOn } from "../rule.ts";
import { hybridSettings } from "../subjects.ts";
import { cidrFault, contains, prefixLength, subnetCount } from "../../net/cidr.ts";
import { DEFAULT_POD_MASK_SIZE } from "../../hybrid/defaults.ts";
import { HybridIdentityType, HybridOs, HybridStrategy, IpamMode } from "../../settings/index.ts";
import { DOCS } from "./common.ts";

/** Kernels of these are older than 5.10, which Cilium needs from 1.18.3 on. */
const OLD: readonly string[] = [HybridOs.Ubuntu2004, HybridOs.Rhel8];

export default rulesOn(hybridSettings, [
  {
    id: "hybrid-cilium-version",
    severity: "error",
    title: "AWS's build of Cilium is one that AWS supports there",
    why: "Others are not in AWS's registry; the hybrid gateway needs the builds that know its tunnel end point.",
    source: "EKS user guide: hybrid-nodes-cilium-cni, hybrid-nodes-gateway",
    fix: "Choose one of aws ecr-public describe-image-tags for eks/cilium/cilium.",
    *check({ strategy: chosen, ciliumVersion }) {
      if (ciliumVersion === undefined || chosen === HybridStrategy.ClusterMesh || chosen === HybridStrategy.Overlay)
        return;
      const gateway = chosen === HybridStrategy.HybridGateway;
      const parts = /^1\.(\d+)\.(\d+)-(\d+)$/.exec(ciliumVersion)?.slice(1).map(Number);
      const [minor = 0, patch = 0] = parts ?? [];
      const least: Readonly<Record<number, number>> = gateway ? { 17: 13, 18: 8, 19: 2 } : { 17: 0, 18: 0 };
      const floor = least[minor];
      if (parts !== undefined && floor !== undefined && patch >= floor) return;
      yield {
        at: "ciliumVersion",
        found: ciliumVersion,
        expected: gateway ? "1.17.13-1, 1.18.8-1 or 1.19.2-1, or newer of these minors" : "1.17.x-y or 1.18.x-y",
      };
    },
  },
  {
    id: "hybrid-pod-blocks",
    severity: "error",
    title: "The pods' blocks hold every node",
    why: "Every node needs a block of its own; size and blocks cannot be changed under running nodes.",
    symptom: "Nodes without a block of their own stay NotReady.",
    source: DOCS,
    fix: "Add or widen blocks, or make the mask larger.",
    *check({ strategy: chosen, pools, podCidrs = [], podMaskSize = DEFAULT_POD_MASK_SIZE }, { settings }) {
      // The blocks of an overlay are the cluster's own setting.
      if (chosen === HybridStrategy.ClusterMesh || (chosen === HybridStrategy.Overlay && settings === undefined))
        return;
      const ipam = settings?.cilium?.ipam;
      const [blocks, mask] =
        chosen === HybridStrategy.Overlay && ipam?.mode === IpamMode.ClusterPool
          ? [ipam.podCidrs, ipam.maskSize ?? 24]
          : [podCidrs, podMaskSize];
      const good = blocks.filter(
        (cidr) => cidrFault(cidr, { min: 8, max: 32 }) === undefined && prefixLength(cidr) <= mask,
      );
      const shares = good.reduce((sum, cidr) => sum + subnetCount(cidr, mask), 0);
      const hybrid = Object.values(pools).reduce((sum, { maxNodes }) => sum + maxNodes, 0);
      const cloud =
        chosen === HybridStrategy.Overlay
          ? Object.values(settings?.nodeGroups ?? {}).reduce((sum, { scaling }) => sum + scaling.max, 0)
          : 0;
      if (shares >= hybrid + cloud) return;
      yield {
        at: "podCidrs",
        found: `${String(shares)} blocks of /${String(mask)} for ${String(hybrid + cloud)} nodes`,
        expected: "a block a node",
      };
    },
  },
  {
    id: "hybrid-overlay-blocks",
    severity: "error",
    title: "With an overlay the remote pods' blocks are Cilium's own",
    why: "The control plane routes to what it is told; addresses that Cilium never gives lead nowhere.",
    source: DOCS,
    fix: "Write blocks of cilium.ipam.podCidrs, or leave podCidrs out.",
    *check({ strategy: chosen, podCidrs = [] }, { settings }) {
      const ipam = settings?.cilium?.ipam;
      if (chosen !== HybridStrategy.Overlay || ipam?.mode !== IpamMode.ClusterPool) return;
      for (const [at, cidr] of podCidrs.entries()) {
        const inside = ipam.podCidrs.some(
          (own) =>
            cidrFault(own, { min: 0, max: 32 }) === undefined &&
            cidrFault(cidr, { min: 0, max: 32 }) === undefined &&
            contains(own, cidr),
        );
        if (!inside)
          yield {
            at: `podCidrs.${String(at)}`,
            found: cidr,
            expected: `blocks of ${ipam.podCidrs.join(", ")}`,
          };
      }
    },
  },
  {
    id: "hybrid-node-system",
    severity: "error",
    title: "The nodes' systems have a kernel that Cilium runs on",
    why: "Agents of Cilium 1.18.3 and later end at their start on kernels before 5.10; and Bottlerocket for VMware has no driver for GPUs.",
    source: DOCS,
    fix: "Use a newer system, and one that NVIDIA's driver can be installed on where there are GPUs.",
    *check({ pools }) {
      for (const [name, { os, gpu }] of Object.entries(pools)) {
        if (gpu === true && os === HybridOs.Bottlerocket)
          yield {
            at: `pools.${name}.gpu`,
            found: "GPUs with bottlerocket",
            expected: "ubuntu-22.04, ubuntu-24.04 or rhel-9",
            fix: "Use a system that NVIDIA's driver can be installed on.",
          };
        if (OLD.includes(os))
          yield {
            at: `pools.${name}.os`,
            found: os,
            expected: "ubuntu-22.04, ubuntu-24.04, rhel-9, al2023 or bottlerocket",
            fix: "Use a newer system.",
          };
      }
    },
  },
  {
    id: "hybrid-identity",
    severity: "error",
    title: "Every node can get credentials",
    why: "An activation without an end is an open door, and AWS takes none beyond 30 days; with IAM Roles Anywhere a node's name must be its certificate's.",
    source: DOCS,
    fix: "Write an end of the activation at most 30 days ahead; with rolesAnywhere a name for each node.",
    *check({ identity: given, pools }) {
      if (given.type === HybridIdentityType.Ssm) {
        if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.test(given.expires))
          yield {
            at: "identity.expires",
            found: `"${given.expires}"`,
            expected: "an RFC 3339 instant, 2027-01-31T00:00:00Z",
            fix: "Write when the code shall end, at most 30 days ahead.",
          };
        return;
      }
      for (const [name, { nodeNames = [], maxNodes }] of Object.entries(pools)) {
        if (nodeNames.length === 0)
          yield {
            at: `pools.${name}.nodeNames`,
            found: "none, with rolesAnywhere",
            expected: "a name for each node",
            fix: "List the common names of the nodes' certificates.",
          };
        else if (nodeNames.length > maxNodes)
          yield {
            at: `pools.${name}.nodeNames`,
            found: `${String(nodeNames.length)} names for ${String(maxNodes)} nodes`,
            expected: "no more names than nodes",
            fix: "Raise maxNodes, or remove names.",
          };
      }
    },
  },
  {
    id: "hybrid-routes",
    severity: "error",
    title: "The way to the premises is one gateway, or known to exist",
    why: "Nodes join only where the control plane's answers find back.",
    source: DOCS,
    fix: "Name one gateway, and the route tables of node and control-plane subnets.",
    *check({ routes: given }) {
      if (given === undefined) return;
      const both = given.transitGatewayId !== undefined && given.virtualPrivateGatewayId !== undefined;
      const none = given.transitGatewayId === undefined && given.virtualPrivateGatewayId === undefined;
      if (both || none)
        yield {
          at: "routes",
          found: both ? "two gateways" : "no gateway",
          expected: "transitGatewayId or virtualPrivateGatewayId",
          fix: "Name one.",
        };
      if (given.routeTableIds.length === 0)
        yield {
          at: "routes.routeTableIds",
          found: "none",
          expected: "the route tables of node and control-plane subnets",
          fix: "List them.",
        };
    },
  },
]);
