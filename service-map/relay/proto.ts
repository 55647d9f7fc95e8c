/**
 * The part of Hubble's observer API that a service map reads, in the proto3 language. Names and numbers are those of the API
 * (observability.md of the fact sheets, read in Cilium 1.19.4); everything left out is skipped on the wire. Well-known types
 * are written out here, because only their numbers travel.
 */
export const OBSERVER_PROTO = `
syntax = "proto3";
package observer;

message Timestamp { int64 seconds = 1; int32 nanos = 2; }
message BoolValue { bool value = 1; }
message FieldMask { repeated string paths = 1; }

message FlowFilter {
  repeated string source_pod = 2;
  repeated string destination_pod = 4;
}

message GetFlowsRequest {
  uint64 number = 1;
  bool follow = 3;
  repeated FlowFilter whitelist = 6;
  Timestamp since = 7;
  FieldMask field_mask = 10;
}

message GetFlowsResponse {
  oneof response_types {
    Flow flow = 1;
    NodeStatusEvent node_status = 2;
    LostEvent lost_events = 3;
  }
  string node_name = 1000;
  Timestamp time = 1001;
}

enum NodeState { UNKNOWN_NODE_STATE = 0; NODE_CONNECTED = 1; NODE_UNAVAILABLE = 2; NODE_GONE = 3; NODE_ERROR = 4; }
message NodeStatusEvent { NodeState state_change = 1; repeated string node_names = 2; string message = 3; }

enum LostEventSource {
  UNKNOWN_LOST_EVENT_SOURCE = 0; PERF_EVENT_RING_BUFFER = 1; OBSERVER_EVENTS_QUEUE = 2; HUBBLE_RING_BUFFER = 3;
}
message LostEvent { LostEventSource source = 1; uint64 num_events_lost = 2; }

enum Verdict {
  VERDICT_UNKNOWN = 0; FORWARDED = 1; DROPPED = 2; ERROR = 3; AUDIT = 4; REDIRECTED = 5; TRACED = 6; TRANSLATED = 7;
}
enum FlowType { UNKNOWN_TYPE = 0; L3_L4 = 1; L7 = 2; SOCK = 3; }
enum TrafficDirection { TRAFFIC_DIRECTION_UNKNOWN = 0; INGRESS = 1; EGRESS = 2; }
enum IPVersion { IP_NOT_USED = 0; IPv4 = 1; IPv6 = 2; }
enum L7FlowType { UNKNOWN_L7_TYPE = 0; REQUEST = 1; RESPONSE = 2; SAMPLE = 3; }

message Flow {
  Timestamp time = 1;
  Verdict verdict = 2;
  IP IP = 5;
  Layer4 l4 = 6;
  Endpoint source = 8;
  Endpoint destination = 9;
  FlowType Type = 10;
  string node_name = 11;
  repeated string source_names = 13;
  repeated string destination_names = 14;
  Layer7 l7 = 15;
  EventType event_type = 19;
  Service source_service = 20;
  Service destination_service = 21;
  TrafficDirection traffic_direction = 22;
  uint32 drop_reason_desc = 25;
  BoolValue is_reply = 26;
  string uuid = 34;
  repeated Policy egress_allowed_by = 21001;
  repeated Policy ingress_allowed_by = 21002;
  repeated Policy egress_denied_by = 21004;
  repeated Policy ingress_denied_by = 21005;
}

message EventType { int32 type = 1; int32 sub_type = 2; }
message IP { string source = 1; string destination = 2; IPVersion ipVersion = 3; bool encrypted = 4; }
message Service { string name = 1; string namespace = 2; }
message Policy { string name = 1; string namespace = 2; string kind = 5; }
message Workload { string name = 1; string kind = 2; }
message Endpoint {
  uint32 ID = 1;
  uint32 identity = 2;
  string namespace = 3;
  repeated string labels = 4;
  string pod_name = 5;
  repeated Workload workloads = 6;
  string cluster_name = 7;
}

message Layer4 {
  oneof protocol {
    Ports TCP = 1;
    Ports UDP = 2;
    Icmp ICMPv4 = 3;
    Icmp ICMPv6 = 4;
    Ports SCTP = 5;
    Empty VRRP = 6;
    Empty IGMP = 7;
  }
}
message Ports { uint32 source_port = 1; uint32 destination_port = 2; }
message Icmp { uint32 type = 1; uint32 code = 2; }
message Empty {}

message Layer7 {
  L7FlowType type = 1;
  uint64 latency_ns = 2;
  oneof record { Dns dns = 100; Http http = 101; }
}
message Dns { string query = 1; repeated string ips = 2; uint32 rcode = 6; repeated string qtypes = 7; }
message Http { uint32 code = 1; string method = 2; string url = 3; string protocol = 4; }
`;

/** gRPC method that streams flows. */
export const GET_FLOWS = "/observer.Observer/GetFlows";

/** What is asked of each flow: relays from 1.19 on send no more, older ones send all of it. */
export const FIELD_MASK: readonly string[] = [
  "time",
  "verdict",
  "IP",
  "l4",
  "source",
  "destination",
  "Type",
  "node_name",
  "source_names",
  "destination_names",
  "l7",
  "event_type",
  "source_service",
  "destination_service",
  "traffic_direction",
  "drop_reason_desc",
  "is_reply",
  "uuid",
  "egress_allowed_by",
  "ingress_allowed_by",
  "egress_denied_by",
  "ingress_denied_by",
];
