import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { planLoadBalancerPools } from "../../../../../core/hybrid/bgp/build.ts";
import type { HybridSettings } from "../../../../../core/settings/index.ts";
import { cilium, hybridCilium, unknown } from "../../../../support/model.ts";

const ON: JsonObject = { l2announcements: { enabled: true }, kubeProxyReplacement: true };
const objects = planLoadBalancerPools({ web: { cidrs: ["192.168.20.0/26"], l2Interfaces: ["^eth0$"] } });
const announced = (values: JsonObject): ClusterModel => ({ objects, releases: [hybridCilium(values)] });
const AT = "objects.CiliumL2AnnouncementPolicy.web.spec";
const asked = (parts: Partial<HybridSettings>): ClusterModel => ({
  hybrid: {
    settings: {
      strategy: "mixed",
      nodeCidrs: ["192.168.0.0/24"],
      identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
      pools: {},
      ciliumVersion: "1.17.13-1",
      ...parts,
    },
  },
});
const bgp = { localAsn: 64_512, peers: {}, advertise: {} };

export default cases({
  "hybrid-l2-announcements": {
    fails: [
      ["announcements off", announced({ kubeProxyReplacement: true }), { path: AT }],
      ["kube-proxy left in its place", announced({ l2announcements: { enabled: true } }), { path: AT }],
      ["both, in the cluster's own Cilium", { objects, cilium: cilium({ values: {} }) }, { path: AT }],
    ],
    passes: [
      ["both switches", announced(ON)],
      ["no policy", { objects: [], releases: [hybridCilium()] }],
      ["Cilium from elsewhere", { objects }],
    ],
    unknown: [["an unknown switch", announced({ ...ON, kubeProxyReplacement: unknown })]],
  },
  "hybrid-object-versions": {
    fails: [
      ["BGP with 1.17", asked({ bgp }), { path: "hybrid.bgp" }],
      [
        "pools with 1.17",
        asked({ loadBalancerPools: { web: { cidrs: ["192.168.20.0/26"] } } }),
        { path: "hybrid.loadBalancerPools" },
      ],
    ],
    passes: [
      ["1.17 without either", asked({ loadBalancerPools: {} })],
      ["BGP with 1.18", asked({ bgp, ciliumVersion: "1.18.8-1" })],
      [
        "no version, which another rule says",
        { hybrid: { settings: { ...asked({ bgp }).hybrid?.settings, ciliumVersion: undefined } as never } },
      ],
    ],
    unknown: [["an unknown version", asked({ bgp, ciliumVersion: unknown })]],
  },
});
