import { describe, expect, test } from "vitest";
import { decodeResponse } from "../../../../service-map/relay/codec.ts";

const bytes = (base64: string): Buffer => Buffer.from(base64, "base64");

/**
 * Answers encoded with the definitions of Cilium 1.19.4 itself, fields that we leave out among them: they prove the numbers of
 * our own definitions, which a mock that shares them cannot.
 */
const HTTP = bytes(
  "CsIDCgsIoLSA2AYQlZrvOhACIgQKAmFhKhoKCTEwLjAuMS4yNRIJMTAuMC4yLjQwGAEgATINCgsI2JIDEJA/GgIQAUJICLcCEL7AAhoEc2hvcCILazhzOmFwcD13ZWIqE3dlYi02ZjRiN2M5ZDUtYWJjZGUyEQoDd2ViEgpEZXBsb3ltZW50OgRwcm9kSkUQh4kDGgRzaG9wIgtrOHM6YXBwPWFwaSoTYXBpLTdkOWM1YjZmOC1mZ2hpajIRCgNhcGkSCkRlcGxveW1lbnQ6BHByb2RQAloRcHJvZC9pcC0xMC0wLTEtMTdqCWEuZXhhbXBsZXIJYi5leGFtcGxlei8IAhDgxluqBiYIyAESA0dFVBoKaHR0cDovL3gveSIISFRUUC8xLjEqBgoBaxIBdoABAJoBBAgEEAOiAQYKAXMSAW6qAQYKAWQSAW6wAQLAAQPIAYUB0gECCACSAiQzZjBjNmY0ZS0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDHKoAojCgFwEgRzaG9wGgFhIAMqE0NpbGl1bU5ldHdvcmtQb2xpY3nSoAoDCgFp4qAKBAoCZWTqoAoECgJpZILqMAF4wj4RcHJvZC9pcC0xMC0wLTEtMTfKPgsIoLSA2AYQlZrvOg==",
);
const DNS = bytes(
  "CqQDCgsIoLSA2AYQlZrvOhABIgQKAmFhKhoKCTEwLjAuMS4yNRIJMTAuMC4yLjQwGAEgATIGEgQIARA1QkgItwIQvsACGgRzaG9wIgtrOHM6YXBwPXdlYioTd2ViLTZmNGI3YzlkNS1hYmNkZTIRCgN3ZWISCkRlcGxveW1lbnQ6BHByb2RKRRCHiQMaBHNob3AiC2s4czphcHA9YXBpKhNhcGktN2Q5YzViNmY4LWZnaGlqMhEKA2FwaRIKRGVwbG95bWVudDoEcHJvZFACWhFwcm9kL2lwLTEwLTAtMS0xN2oJYS5leGFtcGxlcgliLmV4YW1wbGV6IQgBogYcCgp4LmV4YW1wbGUuEgcxLjIuMy40GAMwAzoBQYABAJoBBAgEEAOiAQYKAXMSAW6qAQYKAWQSAW6wAQLAAQOSAiQzZjBjNmY0ZS0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDHKoAojCgFwEgRzaG9wGgFhIAMqE0NpbGl1bU5ldHdvcmtQb2xpY3nSoAoDCgFp4qAKBAoCZWTqoAoECgJpZILqMAF4wj4Bbso+CwigtIDYBhCVmu86",
);

describe("answers of Cilium's own definitions", () => {
  test("a dropped HTTP flow reads like a line of hubble observe", () => {
    expect(decodeResponse(HTTP)).toEqual({
      node_name: "prod/ip-10-0-1-17",
      time: "2026-11-20T10:00:00.123456789Z",
      flow: {
        time: "2026-11-20T10:00:00.123456789Z",
        uuid: "3f0c6f4e-0000-4000-8000-000000000001",
        verdict: "DROPPED",
        drop_reason_desc: "POLICY_DENIED",
        Type: "L7",
        node_name: "prod/ip-10-0-1-17",
        is_reply: false,
        traffic_direction: "EGRESS",
        event_type: { type: 4, sub_type: 3 },
        IP: { source: "10.0.1.25", destination: "10.0.2.40", ipVersion: "IPv4", encrypted: true },
        l4: { TCP: { source_port: 51_544, destination_port: 8080 } },
        l7: {
          type: "RESPONSE",
          latency_ns: "1500000",
          http: { code: 200, method: "GET", url: "http://x/y", protocol: "HTTP/1.1" },
        },
        source: {
          ID: 311,
          identity: 41_022,
          cluster_name: "prod",
          namespace: "shop",
          labels: ["k8s:app=web"],
          pod_name: "web-6f4b7c9d5-abcde",
          workloads: [{ name: "web", kind: "Deployment" }],
        },
        destination: {
          identity: 50_311,
          cluster_name: "prod",
          namespace: "shop",
          labels: ["k8s:app=api"],
          pod_name: "api-7d9c5b6f8-fghij",
          workloads: [{ name: "api", kind: "Deployment" }],
        },
        source_names: ["a.example"],
        destination_names: ["b.example"],
        source_service: { name: "s", namespace: "n" },
        destination_service: { name: "d", namespace: "n" },
        egress_allowed_by: [{ name: "p", namespace: "shop", kind: "CiliumNetworkPolicy" }],
        ingress_allowed_by: [{ name: "i" }],
        egress_denied_by: [{ name: "ed" }],
        ingress_denied_by: [{ name: "id" }],
      },
    });
  });

  test("a flow that does not say whether it is a reply stays silent about it", () => {
    const flow = decodeResponse(DNS)["flow"] as Record<string, unknown>;
    expect(flow).not.toHaveProperty("is_reply");
    expect(flow["l7"]).toEqual({
      type: "REQUEST",
      dns: { query: "x.example.", ips: ["1.2.3.4"], rcode: 3, qtypes: ["A"] },
    });
    expect(flow["l4"]).toEqual({ UDP: { source_port: 1, destination_port: 53 } });
  });

  test("unavailable nodes and lost events", () => {
    expect(decodeResponse(bytes("EhUIAhIGcHJvZC9hEgZwcm9kL2IaAW0="))).toEqual({
      node_status: { state_change: "NODE_UNAVAILABLE", node_names: ["prod/a", "prod/b"], message: "m" },
    });
    expect(decodeResponse(bytes("GggIAxAMGgIIAw=="))).toEqual({
      lost_events: { source: "HUBBLE_RING_BUFFER", num_events_lost: "12" },
    });
  });
});

test("reasons and verdicts of a newer Cilium stay numbers", () => {
  // flow 1 { verdict 2: 99, drop_reason_desc 25: 250 }
  expect(decodeResponse(bytes("CgYQY8gB+gE="))).toEqual({ flow: { verdict: 99, drop_reason_desc: 250 } });
});
