import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import type { LiveModel, UpgradeModel } from "../../../../../core/model/index.ts";
import { object } from "../../../../support/gateway.ts";
import { live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const TO_120: UpgradeModel = {
  cilium: { from: "1.19.6", to: "1.20.2" },
  gatewayApi: { from: "v1.4.1", to: "v1.6.1", channel: "standard" },
};
const TO_132: UpgradeModel = { kubernetes: { from: "1.31", to: "1.32" } };

const written = (apiVersion: string, kind: string, upgrade: UpgradeModel = TO_120) => ({
  objects: [object(apiVersion, kind, "one")],
  upgrade,
});
const runs = (over: Partial<LiveModel>, upgrade: UpgradeModel = TO_120) => ({ ...live(over), upgrade });
const used = (apiVersion: string, kind: string, count = 1): Partial<LiveModel> => ({
  apiUse: [{ apiVersion, kind, managers: ["helm"], count, example: "shop/one" }],
});
const stored = (name: string, group: string, kind: string, ...versions: string[]): Partial<LiveModel> => ({
  definitions: [{ name, group, kind, served: ["v1"], stored: versions }],
});
const GATEWAY = "gateway.networking.k8s.io";

export default cases({
  "upgrade-api-removed": {
    fails: [
      [
        "BGP of before 1.19",
        written("cilium.io/v2alpha1", "CiliumBGPPeeringPolicy"),
        { path: "objects.CiliumBGPPeeringPolicy.one.apiVersion", found: "Cilium 1.20 does not serve", example: true },
      ],
      ["TLS routes of before", written(`${GATEWAY}/v1alpha2`, "TLSRoute"), { found: "the standard bundle v1.6.1" }],
      [
        "flow control of before",
        written("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", TO_132),
        { found: "Kubernetes 1.32" },
      ],
      ["what is gone for long", written("policy/v1beta1", "PodSecurityPolicy", TO_132)],
    ],
    passes: [
      ["what stays", written("cilium.io/v2", "CiliumNodeConfig")],
      [
        "TLS routes of the experimental bundle",
        written(`${GATEWAY}/v1alpha2`, "TLSRoute", {
          gatewayApi: { from: "v1.4.1", to: "v1.6.1", channel: "experimental" },
        }),
      ],
      ["an upgrade of Kubernetes alone", written("cilium.io/v2alpha1", "CiliumBGPPeeringPolicy", TO_132)],
      [
        "an upgrade that takes nothing away yet",
        written("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", { kubernetes: { from: "1.30", to: "1.31" } }),
      ],
      ["kinds of others", written("karpenter.sh/v1", "NodePool")],
      [
        "a bundle of which nothing is known",
        written(`${GATEWAY}/v1alpha2`, "TLSRoute", {
          gatewayApi: { from: "v1.6.1", to: "v9.9.9", channel: "standard" },
        }),
      ],
      [
        "a cluster, which answers in the version that it is asked in",
        { ...runs({}), objects: [object("cilium.io/v2alpha1", "CiliumBGPPeeringPolicy", "one")] },
      ],
    ],
    unknown: [["an unknown version", written(UNKNOWN as never, "CiliumNodeConfig")]],
  },
  "upgrade-api-in-use": {
    fails: [
      [
        "a tool that writes BGP of before",
        runs(used("cilium.io/v2alpha1", "CiliumBGPPeeringPolicy", 3)),
        {
          path: "live.apiUse.cilium.io/v2alpha1.CiliumBGPPeeringPolicy",
          found: "written by helm in 3 objects",
          example: true,
        },
      ],
      ["one object", runs(used("cilium.io/v2alpha1", "CiliumBGPPeeringPolicy")), { found: "in 1 object;" }],
    ],
    passes: [
      ["versions that stay", runs(used("cilium.io/v2", "CiliumNodeConfig"))],
      ["nobody", runs({})],
    ],
    unknown: [["objects that could not be read", runs({ apiUse: UNKNOWN as never })]],
  },
  "upgrade-stored-versions": {
    fails: [
      [
        "TLS routes that the new bundle cannot read",
        runs(stored(`tlsroutes.${GATEWAY}`, GATEWAY, "TLSRoute", "v1alpha2", "v1alpha3")),
        { path: `live.definitions.tlsroutes.${GATEWAY}`, found: "v1alpha2", example: true },
      ],
    ],
    passes: [
      ["what stays", runs(stored(`httproutes.${GATEWAY}`, GATEWAY, "HTTPRoute", "v1", "v1beta1"))],
      [
        "node configurations, whose old version came back",
        runs(stored("ciliumnodeconfigs.cilium.io", "cilium.io", "CiliumNodeConfig", "v2alpha1", "v2")),
      ],
      ["definitions of others", runs(stored("nodepools.karpenter.sh", "karpenter.sh", "NodePool", "v1beta1"))],
    ],
    unknown: [["definitions that could not be read", runs({ definitions: UNKNOWN as never })]],
  },
});
