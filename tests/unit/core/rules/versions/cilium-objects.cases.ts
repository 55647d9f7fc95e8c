import { object } from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const of = (kind: string, version: string, cilium_: string) => ({
  cilium: cilium({ version: cilium_ }),
  objects: [object(`cilium.io/${version}`, kind, "one")],
});

export default cases({
  "versions-cilium-objects": {
    fails: [
      [
        "BGP of before 1.19",
        of("CiliumBGPPeeringPolicy", "v2alpha1", "1.19.6"),
        { path: "objects.CiliumBGPPeeringPolicy.one.kind", example: true },
      ],
      [
        "a version that there is no more",
        of("CiliumNodeConfig", "v2alpha2", "1.20.2"),
        { path: "objects.CiliumNodeConfig.one.apiVersion" },
      ],
      [
        "a version that never was",
        of("CiliumNetworkPolicy", "v1", "1.19.6"),
        { path: "objects.CiliumNetworkPolicy.one.apiVersion" },
      ],
      [
        "a misspelt kind",
        of("CiliumNetworkPolicies", "v2", "1.19.6"),
        { path: "objects.CiliumNetworkPolicies.one.kind" },
      ],
      [
        "a kind of a later minor",
        of("CiliumDatapathPlugin", "v2alpha1", "1.19.6"),
        { path: "objects.CiliumDatapathPlugin.one.kind" },
      ],
    ],
    passes: [
      ["policies", of("CiliumNetworkPolicy", "v2", "1.20.2")],
      ["a version that is still served", of("CiliumNodeConfig", "v2alpha1", "1.19.6")],
      ["a version that came back", of("CiliumNodeConfig", "v2alpha1", "1.20.2")],
      ["a minor of which nothing is known", of("CiliumBGPPeeringPolicy", "v2alpha1", "1.17.3")],
      ["kinds of others", { cilium: cilium(), objects: [object("karpenter.sh/v1", "NodePool", "one")] }],
    ],
    unknown: [["an unknown version", of("CiliumNodeConfig", "v2alpha1", unknown)]],
  },
});
