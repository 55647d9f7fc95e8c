import type { Runbooks } from "./runbook.ts";

/** Hubble, Gateways, links to elsewhere. */
export const TRAFFIC_RUNBOOKS: Runbooks = {
  HubbleEventsLost: {
    meaning:
      "Flows are made faster than they are read. `perf_event_ring_buffer`: the agent lacks CPU; `observer_events_queue`: Hubble itself is behind; `hubble_ring_buffer`: a reader (Relay, UI, export) is too slow.",
    look: ["`hubble status -P`: flows a second and buffer; CPU of the agents (throttling)."],
    act: ["Give agents CPU; raise `bufferedFlows`; take costly metrics out; aggregate exports."],
  },
  HubbleRelayPeersUnavailable: {
    meaning: "Relay cannot reach the agents of some nodes on TCP 4244, or their certificates do not fit.",
    look: [
      "`hubble list nodes -P`: which ones.",
      "`kubectl -n kube-system logs deployment/hubble-relay | grep -i error`: *certificate has expired*, *connection refused*.",
      "Security group of the nodes: TCP 4244 from pods.",
    ],
    act: ["Certificates: see HubbleCertificateExpiring. Port: docs/network.md."],
  },
  HubbleHttpErrors: {
    meaning:
      "Requests that Hubble sees (traffic through Envoy only: L7 rules or Gateways) are answered with 5xx by that workload.",
    look: [
      "`hubble observe -P --to-workload <workload> -n <namespace> --http-status '5+' --last 50`",
      "The workload's own log.",
    ],
    act: ["It is the application's, unless Envoy answers for it (503 without backend): see GatewayBackendUnreachable."],
  },
  GatewayBackendErrors: {
    meaning:
      "A backend behind a Gateway answers with 5xx. The label names `<namespace>/cilium-gateway-<gateway>/<namespace>_<service>_<port>`.",
    look: [
      "Dashboard *Gateway traffic*; `kubectl get endpointslices -n <namespace> -l kubernetes.io/service-name=<service>`",
      "The backend's log. 503 from Envoy itself: no ready endpoint or connection refused.",
    ],
    act: ["Repair or roll back the backend; take it out of the route (weight 0)."],
  },
  GatewayBackendUnreachable: {
    meaning:
      "Envoy has an address and gets no connection: wrong port, pod not listening, or a policy that does not admit the Gateway.",
    look: ["`hubble observe -P --from-identity 8 --verdict DROPPED --last 50` (identity 8 is `reserved:ingress`)."],
    act: ["Policies on the backend must admit `fromEntities: [ingress]`; docs/gateway.md. Else correct port or probe."],
  },
  GatewayConfigRejected: {
    meaning:
      "Envoy refused what the agent sent: a CiliumEnvoyConfig, a certificate that does not parse, a filter it does not know. The old configuration stays.",
    look: [
      "`kubectl -n kube-system logs <envoy pod> | grep -i rejected`",
      "`kubectl get gateways,httproutes -A`: conditions Programmed, Accepted, ResolvedRefs.",
    ],
    act: ["Take the last change back. A TLS secret must hold a valid certificate and its key."],
  },
  CiliumBgpSessionDown: {
    meaning:
      "The router has no session with that node and forgets its routes after the hold time: pods there are not reached from outside.",
    look: [
      "`cilium bgp peers`; `kubectl get ciliumbgpnodeconfigs -o yaml`.",
      "TCP 179 between node and router, ASNs, MD5 password, the router's log.",
    ],
    act: ["Correct peer address, ASN or password in CiliumBGPPeerConfig and CiliumBGPClusterConfig; open the port."],
  },
  CiliumBgpReconcileFailing: {
    meaning: "The agent cannot put the BGP objects into force.",
    look: ["`kubectl -n kube-system logs <agent> | grep -i bgp`; conditions of CiliumBGPClusterConfig."],
    act: ["Correct the object that is named: a missing secret, a peer that does not exist."],
  },
  CiliumClusterMeshNotReady: {
    meaning:
      "Agents use what they last knew of the other cluster. Its new pods are strangers (identity world) and global Services keep dead backends.",
    look: [
      "`cilium clustermesh status`",
      "`cilium-dbg troubleshoot clustermesh` in an agent: address, certificate, cluster id.",
      "TCP 2379 to the other side's load balancer.",
    ],
    act: ["Restore the way or the certificates (one CA for all clusters); docs/clustermesh.md."],
  },
  CiliumClusterMeshFailures: {
    meaning: "Connections are made and lost again. Data is late rather than wrong.",
    look: [
      "Restarts of `clustermesh-apiserver` on the other side, its memory; idle timeouts of a load balancer between.",
    ],
    act: ["Give the apiserver resources and two replicas."],
  },
};
