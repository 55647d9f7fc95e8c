import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import { CONFIG, config, live, workload } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const unknown = [["a ConfigMap that could not be read", live({ config: UNKNOWN as never })]] as const;
const missing = { found: false, data: {}, errors: [] };
const relay = workload("relay", "hubble-relay");

export default cases({
  "live-config-there": {
    fails: [["no ConfigMap", live({ config: missing }), { found: "no ConfigMap cilium-config", example: true }]],
    passes: [["one", live()]],
    unknown,
  },
  "live-config-ipam": {
    fails: [
      [
        "a mode of another cloud",
        live({ config: config({ ipam: "azure" }) }),
        { path: "live.config.ipam", found: "ipam azure", example: true },
      ],
      ["none", live({ config: config({ ipam: undefined }) }), { found: "no key ipam" }],
    ],
    passes: [
      ["ENIs", live()],
      ["a pool", live({ config: config({ ipam: "cluster-pool" }) })],
      ["several pools", live({ config: config({ ipam: "multi-pool" }) })],
      ["chaining", live({ config: config({ ipam: "delegated-plugin", "cni-chaining-mode": "aws-cni" }) })],
      ["no ConfigMap, of which another rule tells", live({ config: missing })],
    ],
    unknown,
  },
  "live-config-eni": {
    fails: [
      [
        "a tunnel",
        live({ config: config({ "routing-mode": "tunnel" }) }),
        { path: "live.config.routing-mode", found: "routing-mode tunnel", example: true },
      ],
      ["no routing mode", live({ config: config({ "routing-mode": undefined }) }), { found: "no key routing-mode" }],
      ["CiliumNodes that nobody makes", live({ config: config({ "auto-create-cilium-node-resource": "false" }) })],
    ],
    passes: [
      ["as the chart sets it", live()],
      ["another mode", live({ config: config({ ipam: "cluster-pool", "routing-mode": "tunnel" }) })],
    ],
    unknown,
  },
  "live-config-errors": {
    fails: [
      [
        "an annotation",
        live({ config: { ...CONFIG, errors: ["config.cilium.io/x: wrong"] } }),
        { found: "wrong", example: true },
      ],
    ],
    passes: [["none", live()]],
    unknown,
  },
  "live-config-hubble": {
    fails: [
      [
        "a relay without Hubble",
        live({ config: config({ "enable-hubble": "false" }), workloads: [relay] }),
        { found: "off, with a relay", example: true },
      ],
      ["a relay without the key", live({ config: config({ "enable-hubble": undefined }), workloads: [relay] })],
    ],
    passes: [
      ["both", live({ workloads: [relay] })],
      ["neither", live({ config: config({ "enable-hubble": "false" }) })],
      [
        "a relay that is scaled away",
        live({ config: config({ "enable-hubble": "false" }), workloads: [{ ...relay, desired: 0 }] }),
      ],
    ],
    unknown: [["a ConfigMap that could not be read", live({ config: UNKNOWN as never, workloads: [relay] })]],
  },
});
