import { flat, perSecond, type AlertCase } from "./case.ts";

const lost = 'hubble_lost_events_total{pod="cilium-a",source="hubble_ring_buffer"}';
const peers = (status: string): string =>
  `hubble_relay_pool_peer_connection_status{pod="hubble-relay-a",status="${status}"}`;
const http = (status: string, reporter = "server"): string =>
  `hubble_http_requests_total{destination_namespace="shop",destination_workload="api",reporter="${reporter}",status="${status}"}`;
const BACKEND = 'envoy_cluster_name="shop/cilium-gateway-edge/shop_api_8080"';
const answers = (status: string): string =>
  `envoy_cluster_upstream_rq_xx{${BACKEND},envoy_response_code_class="${status}"}`;

/** Hubble and Gateways. */
export const trafficCases = (): AlertCase[] => [
  {
    alert: "HubbleEventsLost",
    fires: { [lost]: perSecond(20) },
    expected: [{ labels: { pod: "cilium-a", source: "hubble_ring_buffer" }, value: "20" }],
    quiet: { [lost]: perSecond(10) },
  },
  {
    alert: "HubbleRelayPeersUnavailable",
    fires: { [peers("READY")]: flat(4), [peers("TRANSIENT_FAILURE")]: flat(1), [peers("CONNECTING")]: flat(2) },
    expected: [{ labels: { pod: "hubble-relay-a" }, value: "3" }],
    quiet: { [peers("READY")]: flat(4), [peers("IDLE")]: flat(1), [peers("TRANSIENT_FAILURE")]: flat(0) },
  },
  {
    alert: "HubbleHttpErrors",
    fires: { [http("503")]: perSecond(1), [http("200")]: perSecond(3), [http("200", "client")]: perSecond(90) },
    expected: [{ labels: { destination_namespace: "shop", destination_workload: "api" }, value: "25%" }],
    quiet: { [http("503")]: perSecond(0.5), [http("200")]: perSecond(15), [http("503", "client")]: perSecond(90) },
  },
  {
    alert: "GatewayBackendErrors",
    fires: { [answers("5")]: perSecond(1), [answers("2")]: perSecond(3) },
    expected: [{ labels: { envoy_cluster_name: "shop/cilium-gateway-edge/shop_api_8080" }, value: "25%" }],
    quiet: {
      [answers("5")]: perSecond(0.5),
      [answers("2")]: perSecond(15),
      'envoy_cluster_upstream_rq_xx{envoy_cluster_name="egress-cluster",envoy_response_code_class="5"}': perSecond(1),
      // One error in a hundred seconds is the whole traffic: too little to say anything.
      'envoy_cluster_upstream_rq_xx{envoy_cluster_name="dev/cilium-gateway-idle/dev_a_80",envoy_response_code_class="5"}':
        perSecond(0.01),
    },
  },
  {
    alert: "GatewayBackendUnreachable",
    fires: { [`envoy_cluster_upstream_cx_connect_fail{${BACKEND}}`]: perSecond(1) },
    expected: [{ labels: { envoy_cluster_name: "shop/cilium-gateway-edge/shop_api_8080" } }],
    quiet: { [`envoy_cluster_upstream_cx_connect_fail{${BACKEND}}`]: flat(6) },
  },
  {
    alert: "GatewayConfigRejected",
    fires: {
      'envoy_listener_manager_lds_update_rejected{pod="cilium-envoy-a"}': perSecond(1),
      'envoy_http_rds_update_rejected{pod="cilium-envoy-b"}': perSecond(1),
    },
    expected: [{ labels: { pod: "cilium-envoy-a" } }, { labels: { pod: "cilium-envoy-b" } }],
    quiet: {
      'envoy_listener_manager_lds_update_rejected{pod="cilium-envoy-a"}': flat(2),
      'envoy_cluster_manager_cds_update_rejected{pod="cilium-envoy-a"}': flat(0),
      'envoy_cilium_policy_updates_rejected{pod="cilium-envoy-a"}': flat(0),
    },
  },
];
