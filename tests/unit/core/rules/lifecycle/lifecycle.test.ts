import type { CiliumModel, ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/lifecycle/index.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const release = (parts: Partial<CiliumModel>): ClusterModel => ({ cilium: cilium(parts) });
const chart = (name: string, values: JsonObject): ClusterModel => ({
  releases: [{ name, chart: name, values }],
  gatewayApi: { bundle: "v1.4.1", channel: "standard" },
});

describeRules([
  {
    rule: rules.releaseName,
    fails: [
      ["a random name", release({ releaseName: "cilium-1a2b" }), "cilium.releaseName"],
      ["another namespace", release({ namespace: "cilium" }), "cilium.namespace"],
    ],
    passes: [["cilium in kube-system", release({})]],
    undecided: [["an unknown name", release({ releaseName: unknown })]],
  },
  {
    rule: rules.releaseAwait,
    fails: [["a release that waits", release({ skipAwait: false }), "cilium.skipAwait"]],
    passes: [
      ["one that does not", release({})],
      ["a chart", release({ skipAwait: false, delivery: "template" })],
    ],
    undecided: [["an unknown choice", release({ skipAwait: unknown })]],
  },
  {
    rule: rules.releaseAtomic,
    fails: [["atomic", release({ atomic: true }), "cilium.atomic"]],
    passes: [["not atomic", release({})]],
    undecided: [["an unknown choice", release({ atomic: unknown })]],
  },
  {
    rule: rules.releaseDelivery,
    fails: [["a chart rendered on the client", release({ delivery: "template" }), "cilium.delivery"]],
    passes: [["a release", release({})]],
    undecided: [["an unknown form", release({ delivery: unknown })]],
  },
  {
    rule: rules.crdOwner,
    fails: [
      ["cert-manager with CRDs", chart("cert-manager", { crds: { enabled: true } }), "releases.cert-manager"],
      ["kube-prometheus-stack by default", chart("kube-prometheus-stack", {}), "releases.kube-prometheus-stack"],
    ],
    passes: [
      ["CRDs off", chart("cert-manager", { crds: { enabled: false } })],
      ["another chart", chart("podinfo", {})],
    ],
    undecided: [["unknown values", chart("cert-manager", unknown)]],
  },
]);
