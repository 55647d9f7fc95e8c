import type { ClusterModel } from "../../../../../core/model/index.ts";
import { gateway, http, https, listener, values, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const chart = (gatewayAPI: object, more: object = {}, version = "1.19.6"): Partial<ClusterModel> => ({
  cilium: cilium({ version, values: values({ gatewayAPI: gatewayAPI as never, ...more }) }),
});
const host = { enabled: true, gatewayClass: { create: "false" }, hostNetwork: { enabled: true } };
const high = [listener(http, { port: 8080 })];
const plain = (protocol: unknown) => [gateway({ listeners: [listener(http, { port: 5432, protocol })] })];
const fresh = chart(host, {}, "1.20.2");

export default cases({
  "gateway-host-network-ports": {
    fails: [
      ["port 80", withObjects([gateway()], chart(host)), { path: "objects.Gateway.edge.spec.listeners.0.port" }],
      [
        "a port of another Gateway",
        withObjects([gateway({ listeners: high }), gateway({ listeners: high }, { name: "a" })], chart(host)),
        { path: "objects.Gateway.edge.spec.listeners.0.port" },
      ],
    ],
    passes: [
      ["a high port", withObjects([gateway({ listeners: high })], chart(host))],
      [
        "the right to low ones",
        withObjects(
          [gateway()],
          chart(host, { envoy: { securityContext: { capabilities: { keepCapNetBindService: true } } } }),
        ),
      ],
      ["a load balancer", withObjects([gateway()])],
      [
        "the first port that needs no right",
        withObjects([gateway({ listeners: [listener(http, { port: 1024 })] })], chart(host)),
      ],
    ],
    unknown: [["unknown listeners", withObjects([gateway({ listeners: unknown })], chart(host))]],
  },
  "gateway-host-network-protocol": {
    fails: [
      ["TCP", withObjects(plain("TCP"), fresh), { path: "objects.Gateway.edge.spec.listeners.0.protocol" }],
      ["UDP", withObjects(plain("UDP"), fresh), { path: "objects.Gateway.edge.spec.listeners.0.protocol" }],
    ],
    passes: [
      ["HTTP and HTTPS", withObjects([gateway({ listeners: [http, https] })], fresh)],
      ["TCP by a load balancer", withObjects(plain("TCP"), chart({ enabled: true }, {}, "1.20.2"))],
      ["TCP with 1.19, which serves none", withObjects(plain("TCP"), chart(host))],
      [
        "a Gateway of another controller",
        withObjects([gateway({ gatewayClassName: "envoy", listeners: [listener(http, { protocol: "TCP" })] })], fresh),
      ],
    ],
    unknown: [["an unknown protocol", withObjects(plain(unknown), fresh)]],
  },
});
