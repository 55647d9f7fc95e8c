import { rulesOn } from "../rule.ts";
import { hybridSettings } from "../subjects.ts";
import { ciliumObjects, ciliumOfHybrid } from "./common.ts";

export default [
  ...rulesOn(ciliumObjects("CiliumL2AnnouncementPolicy"), [
    {
      id: "hybrid-l2-announcements",
      severity: "error",
      title: "Where ARP is answered for Services, Cilium does it and replaces kube-proxy",
      why: "Without the switch nobody reads the policy; and with kube-proxy there is no announcement at all: the agent refuses to start, or the address leads nowhere.",
      source: "Cilium docs: network/l2-announcements, Prerequisites",
      fix: "Tell routers by BGP instead, or switch both on.",
      *check(_policy, model) {
        const cilium = ciliumOfHybrid(model);
        if (cilium === undefined) return;
        for (const path of ["l2announcements.enabled", "kubeProxyReplacement"]) {
          if (!cilium.on(path)) yield { at: "spec", found: `${path} off`, expected: "true" };
        }
      },
    },
  ]),
  ...rulesOn(hybridSettings, [
    {
      id: "hybrid-object-versions",
      severity: "error",
      title: "BGP and pools of addresses have a Cilium that serves their kinds",
      why: "The objects are cilium.io/v2, which Cilium serves from 1.18 on: the API server refuses them in a cluster with 1.17.",
      source: "cilium/cilium Documentation/operations/upgrade.rst (1.18); pkg/k8s/apis/cilium.io/client/crds/v2",
      fix: "Set ciliumVersion to 1.18.",
      *check({ ciliumVersion, bgp, loadBalancerPools = {} }) {
        if (ciliumVersion === undefined || !ciliumVersion.startsWith("1.17.")) return;
        const asked = [
          ...(bgp === undefined ? [] : ["bgp"]),
          ...(Object.keys(loadBalancerPools).length === 0 ? [] : ["loadBalancerPools"]),
        ];
        for (const at of asked)
          yield {
            at,
            found: `set, with Cilium ${ciliumVersion}`,
            expected: "1.18 or newer",
          };
      },
    },
  ]),
];
