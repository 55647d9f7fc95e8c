import type { KubernetesObject } from "../../model/index.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";
import { ciliumOfHybrid, settingsRule } from "./common.ts";

const OWN = /^cilium\.io\//;

export const l2Switch = rule({
  id: "hybrid-l2-announcements",
  group: "hybrid",
  severity: "error",
  title: "Where ARP is answered for Services, Cilium does it and replaces kube-proxy",
  why: "Without the switch nobody reads the policy; and with kube-proxy there is no announcement at all: the agent refuses to start, or the address leads nowhere.",
  source: "Cilium docs: network/l2-announcements, Prerequisites",
  needs: ["objects"],
  *check(model) {
    const cilium = ciliumOfHybrid(model);
    if (cilium === undefined) return;
    const policies = (model.objects ?? []).filter(
      ({ apiVersion, kind }: KubernetesObject) => OWN.test(apiVersion) && kind === "CiliumL2AnnouncementPolicy",
    );
    yield* each(policies, function* ({ kind, metadata: { name } }) {
      for (const [path, good] of [
        ["l2announcements.enabled", cilium.on("l2announcements.enabled")],
        ["kubeProxyReplacement", cilium.replacesKubeProxy],
      ] as const) {
        if (good) continue;
        yield {
          subject: `${kind} "${name}"`,
          path: `objects.${kind}.${name}.spec`,
          found: `${path} off`,
          expected: "true",
          fix: "Tell routers by BGP instead, or switch both on.",
        };
      }
    });
  },
});

export const objectVersions = settingsRule({
  id: "hybrid-object-versions",
  severity: "error",
  title: "BGP and pools of addresses have a Cilium that serves their kinds",
  why: "The objects are cilium.io/v2, which Cilium serves from 1.18 on: the API server refuses them in a cluster with 1.17.",
  source: "cilium/cilium Documentation/operations/upgrade.rst (1.18); pkg/k8s/apis/cilium.io/client/crds/v2",
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
        fix: "Set ciliumVersion to 1.18.",
      };
  },
});

export const announceRules: readonly Rule[] = [l2Switch, objectVersions];
