import { cases } from "../../../../support/rule-cases.ts";
import type { CiliumModel, ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const release = (parts: Partial<CiliumModel>): ClusterModel => ({ cilium: cilium(parts) });
const chart = (name: string, values: JsonObject): ClusterModel => ({
  releases: [{ name, chart: name, values }],
  gatewayApi: { bundle: "v1.4.1", channel: "standard" },
});

export default cases({
  "lifecycle-release-name": {
    fails: [
      ["a random name", release({ releaseName: "cilium-1a2b" }), { path: "cilium.releaseName" }],
      ["another namespace", release({ namespace: "cilium" }), { path: "cilium.namespace" }],
    ],
    passes: [["cilium in kube-system", release({})]],
    unknown: [["an unknown name", release({ releaseName: unknown })]],
  },
  "lifecycle-release-await": {
    fails: [["a release that waits", release({ skipAwait: false }), { path: "cilium.skipAwait" }]],
    passes: [
      ["one that does not", release({})],
      ["a chart", release({ skipAwait: false, delivery: "template" })],
    ],
    unknown: [["an unknown choice", release({ skipAwait: unknown })]],
  },
  "lifecycle-release-atomic": {
    fails: [["atomic", release({ atomic: true }), { path: "cilium.atomic" }]],
    passes: [["not atomic", release({})]],
    unknown: [["an unknown choice", release({ atomic: unknown })]],
  },
  "lifecycle-release-delivery": {
    fails: [["a chart rendered on the client", release({ delivery: "template" }), { path: "cilium.delivery" }]],
    passes: [["a release", release({})]],
    unknown: [["an unknown form", release({ delivery: unknown })]],
  },
  "lifecycle-crd-owner": {
    fails: [
      ["cert-manager with CRDs", chart("cert-manager", { crds: { enabled: true } }), { path: "releases.cert-manager" }],
      [
        "kube-prometheus-stack by default",
        chart("kube-prometheus-stack", {}),
        { path: "releases.kube-prometheus-stack" },
      ],
    ],
    passes: [
      ["CRDs off", chart("cert-manager", { crds: { enabled: false } })],
      ["another chart", chart("podinfo", {})],
    ],
    unknown: [["unknown values", chart("cert-manager", unknown)]],
  },
});
