import type { ClusterModel } from "../../../../../core/model/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { settings, unknown } from "../../../../support/model.ts";

const of = (gateway: object): ClusterModel => ({ settings: settings({ gateway }) });
const listeners = { http: { protocol: "HTTP" } };

export default cases({
  "gateway-settings-enabled": {
    fails: [
      ["listeners alone", of({ listeners }), { path: "gateway.enabled", found: "off, with listeners", example: true }],
      ["switched off", of({ enabled: false, others: { inner: { listeners } } }), { path: "gateway.enabled" }],
    ],
    passes: [
      ["switched on", of({ enabled: true, listeners })],
      ["nothing described", of({ enabled: false, channel: "standard", createClass: false, exposure: undefined })],
      ["no Gateways", { settings: settings() }],
    ],
    unknown: [["an unknown switch", of({ enabled: unknown, listeners })]],
  },
});
