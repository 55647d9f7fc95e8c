import { addressFault, cidrFault, contains } from "../../net/cidr.ts";
import { HybridStrategy } from "../../settings/index.ts";
import { blockedPorts } from "../network/acls.ts";
import { rulesOn } from "../rule.ts";
import { hybridSettings, wholeModel } from "../subjects.ts";

const NETWORKING = "EKS user guide: hybrid-nodes-networking, Access required";
const KUBELET_PORT = 10_250;
const VXLAN_PORT = 8472;
const HTTPS_PORT = 443;
const EPHEMERAL = { from: 1024, to: 65_535 } as const;

const isBlock = (cidr: string): boolean => cidrFault(cidr, { min: 0, max: 32 }) === undefined;

export default [
  ...rulesOn(wholeModel("controlPlane", "network"), [
    {
      id: "hybrid-premises-way",
      severity: "warning",
      title: "Route tables of the VPC lead to the nodes on premises",
      why: "The API server answers nodes and calls their kubelets by the VPC's routes: without one to the remote node networks nodes may join and are never reached, or do not join.",
      symptom: "Hybrid nodes stay NotReady, or `kubectl logs` and `exec` on them time out.",
      source: "EKS user guide: hybrid-nodes-networking, On-premises networking and VPC routes",
      fix: "Add routes to the remote node and pod networks by a transit gateway, a virtual private gateway or peering; or waive this where another program makes them.",
      *check({ controlPlane, network }) {
        const wanted = controlPlane.remoteNetworks?.nodeCidrs ?? [];
        const known = network.neighbours.flatMap(({ cidrs }) => cidrs).filter(isBlock);
        const missing = wanted.filter((cidr) => isBlock(cidr) && !known.some((route) => contains(route, cidr)));
        if (!network.created || missing.length === 0) return;
        yield {
          subject: "hybrid nodes",
          path: "controlPlane.remoteNetworks.nodeCidrs",
          found: `no route to ${missing.join(", ")}`,
          expected: "a route by a transit gateway, a virtual private gateway or peering",
        };
      },
    },
    {
      id: "hybrid-network-acl",
      severity: "error",
      title: "Network ACLs let the control plane and nodes on premises talk",
      why: "ACLs keep no state: the API server calls kubelets on 10250, nodes call it on 443, and each answer comes back to an ephemeral port.",
      symptom: "Hybrid nodes do not join, or `kubectl logs` and `exec` on them time out.",
      source: `${NETWORKING}; VPC user guide: nacl-rules`,
      fix: "Allow TCP 10250 out and 443 in, and TCP 1024 to 65535 both ways, for the remote node networks; with a tunnel UDP 8472 too.",
      *check({ controlPlane, network, hybrid }) {
        const remote = (controlPlane.remoteNetworks?.nodeCidrs ?? []).filter(isBlock);
        const tunnel =
          hybrid?.settings.strategy === HybridStrategy.HybridGateway ||
          hybrid?.settings.strategy === HybridStrategy.Overlay;
        const passages = [
          { direction: "egress", protocol: "tcp", from: KUBELET_PORT, to: KUBELET_PORT },
          { direction: "ingress", protocol: "tcp", from: HTTPS_PORT, to: HTTPS_PORT },
          { direction: "ingress", protocol: "tcp", ...EPHEMERAL },
          ...(tunnel
            ? ([
                { direction: "ingress", protocol: "udp", from: VXLAN_PORT, to: VXLAN_PORT },
                { direction: "egress", protocol: "udp", from: VXLAN_PORT, to: VXLAN_PORT },
              ] as const)
            : []),
        ] as const;
        for (const acl of network.acls ?? []) {
          const covered = network.subnets.filter(
            ({ name, role }) => acl.subnets.includes(name) && (role === "node" || role === "control-plane"),
          );
          if (covered.length === 0) continue;
          for (const cidr of remote) {
            const closed = passages.filter((passage) => blockedPorts(acl, { ...passage, cidr }).length > 0);
            if (closed.length === 0) continue;
            yield {
              subject: `network ACL "${acl.name}"`,
              path: `network.acls.${acl.name}`,
              found: `${closed.map(({ direction, protocol, from, to }) => `${direction} ${protocol} ${from === to ? String(from) : `${String(from)} to ${String(to)}`}`).join(", ")} closed for ${cidr}`,
              expected: "open for the remote node networks",
            };
          }
        }
      },
    },
  ]),
  ...rulesOn(hybridSettings, [
    {
      id: "hybrid-bgp-local-address",
      severity: "warning",
      title: "Addresses that BGP sessions start from are the nodes'",
      why: "A node binds its own addresses only: one outside nodeCidrs is on no node.",
      symptom: "The session of the node never comes up.",
      source: "cilium/cilium Documentation/network/bgp-control-plane/bgp-control-plane-configuration.rst: localAddress",
      fix: "Write an address of the node, or leave localAddresses out.",
      *check({ bgp, nodeCidrs }) {
        const blocks = nodeCidrs.filter(isBlock);
        for (const [node, { localAddresses = {} }] of Object.entries(bgp?.nodes ?? {})) {
          for (const [peer, address] of Object.entries(localAddresses)) {
            if (address.includes(":")) continue;
            const inside =
              addressFault(address) === undefined && blocks.some((cidr) => contains(cidr, `${address}/32`));
            if (inside) continue;
            yield {
              at: `bgp.nodes.${node}.localAddresses.${peer}`,
              found: address,
              expected: `an address in ${nodeCidrs.join(", ")}`,
            };
          }
        }
      },
    },
    {
      id: "hybrid-bgp-service-addresses",
      severity: "warning",
      title: "Services whose load balancer addresses are told have a pool of them",
      why: "Without loadBalancerPools no Service on premises gets an address, so there is nothing to tell.",
      symptom: "Services of type LoadBalancer stay in pending.",
      source: "Cilium docs: network/lb-ipam, network/bgp-control-plane",
      fix: "Set hybrid.loadBalancerPools, or tell ClusterIP or ExternalIP.",
      *check({ strategy, bgp, loadBalancerPools }) {
        const services = bgp?.advertise.services;
        // With a mesh the plan makes a pool of the mesh API's addresses.
        if (
          strategy === HybridStrategy.ClusterMesh ||
          services === undefined ||
          Object.keys(loadBalancerPools ?? {}).length > 0
        )
          return;
        if (!(services.addresses ?? ["LoadBalancerIP"]).includes("LoadBalancerIP")) return;
        yield {
          at: "bgp.advertise.services",
          found: "LoadBalancerIP, without loadBalancerPools",
          expected: "a pool of addresses",
        };
      },
    },
    {
      id: "hybrid-routes-given",
      severity: "warning",
      title: "The way to the premises is made by the stack, or known to it",
      why: "Nodes join only where the control plane's answers find back: without hybrid.routes nothing makes the way, and network.attach or network.neighbours do not name it either.",
      symptom: "Hybrid nodes stay NotReady.",
      source: "docs/hybrid.md; EKS user guide: hybrid-nodes-networking",
      fix: "Set hybrid.routes, or name the premises in network.attach.cidrs or network.neighbours.",
      also: ["settings"],
      *check({ strategy, routes, nodeCidrs }, { settings }) {
        // The nodes of a mesh are another cluster's, and the mesh has a rule of its own.
        if (routes !== undefined || strategy === HybridStrategy.ClusterMesh) return;
        const { attach, neighbours = [] } = settings?.network ?? {};
        const known = [...(attach?.cidrs ?? []), ...neighbours.flatMap(({ cidrs }) => cidrs)].filter(isBlock);
        const missing = nodeCidrs.filter((cidr) => isBlock(cidr) && !known.some((outer) => contains(outer, cidr)));
        if (missing.length === 0) return;
        yield { at: "routes", found: `nothing, and no way to ${missing.join(", ")}`, expected: "hybrid.routes" };
      },
    },
  ]),
];
