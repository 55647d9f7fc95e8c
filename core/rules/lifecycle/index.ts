import { rulesOn } from "../rule.ts";
import { chartName, ciliumRelease, releases } from "../subjects.ts";
import { valueAt } from "../../helm/values.ts";
import order from "./order.ts";
import running from "./running.ts";

/** Charts that bring CRDs of which a cluster must have one owner, with the value that switches them off. */
const CRD_SWITCHES: Readonly<Record<string, string>> = {
  "cert-manager": "crds.enabled",
  "kube-prometheus-stack": "crds.enabled",
  "gateway-helm": "crds.gatewayAPI.enabled",
};

export default [
  ...running,
  ...order,
  ...rulesOn(ciliumRelease, [
    {
      id: "lifecycle-release-name",
      severity: "error",
      title: "The release is called cilium and lives in kube-system",
      why: "Every Cilium tool looks for it there; without a name Pulumi adds random letters, and the next installation trips over what the last one left.",
      source: "cilium/cilium cilium-cli; pulumi-kubernetes helm.v3.Release, tried on a real engine",
      fix: "Install the release as cilium into kube-system.",
      *check({ releaseName: name, namespace }) {
        if (name !== "cilium")
          yield {
            at: "releaseName",
            found: name,
            expected: "cilium",
            fix: 'Set the release\'s name to "cilium".',
          };
        if (namespace !== "kube-system")
          yield {
            at: "namespace",
            found: namespace,
            expected: "kube-system",
            fix: "Set the release's namespace to kube-system.",
          };
      },
    },
    {
      id: "lifecycle-release-await",
      severity: "error",
      title: "The release does not wait for pods",
      why: "It comes before the first node, so nothing it waits for can start; and node groups wait for Cilium: both stand still until the time-out.",
      symptom: "The deployment stands still at the Helm release until its time-out.",
      source: "terraform-aws-eks#3446, #2041; pulumi-kubernetes helm.v3.Release: skipAwait",
      fix: "Set skipAwait to true, and let node groups depend on the release.",
      *check({ skipAwait, delivery }) {
        if (delivery === "release" && !skipAwait)
          yield {
            at: "skipAwait",
            found: "skipAwait: false",
            expected: "skipAwait: true",
          };
      },
    },
    {
      id: "lifecycle-release-atomic",
      severity: "error",
      title: "A failed release is left standing",
      why: "atomic purges the CNI of a running cluster when an upgrade fails, and it turns skipAwait off.",
      symptom: "A failed upgrade takes the agents away: new pods stay in ContainerCreating.",
      source: "pulumi-kubernetes helm.v3.Release: atomic",
      fix: "Remove atomic.",
      *check({ atomic }) {
        if (atomic) yield { at: "atomic", found: "atomic: true", expected: "atomic: false" };
      },
    },
    {
      id: "lifecycle-release-delivery",
      severity: "warning",
      title: "Cilium is installed by a Helm release",
      why: "Rendered on the client the chart sees no cluster: certificates change at every preview, hooks never run, and cilium-cli finds no release.",
      symptom: "Each preview shows changed Secrets of Hubble, and `helm list` shows none of Cilium.",
      source: "Cilium charts 1.19.6 and 1.20.0, rendered twice; pulumi-kubernetes helm.v4.Chart",
      fix: "Use helm.v3.Release with skipAwait.",
      *check({ delivery }) {
        if (delivery === "template")
          yield {
            at: "delivery",
            found: "a chart rendered on the client",
            expected: "kubernetes.helm.v3.Release",
          };
      },
    },
  ]),
  ...rulesOn(releases(...Object.keys(CRD_SWITCHES)), [
    {
      id: "lifecycle-crd-owner",
      severity: "warning",
      title: "Every CRD has one owner",
      why: "Two owners overwrite each other's versions; and a chart that takes its CRDs with it deletes every object of their kinds.",
      source: "gateway-api site: crd-management; values.yaml of the cert-manager and kube-prometheus-stack charts",
      fix: "Switch off the CRDs of the chart, and install them once, before Cilium.",
      also: ["gatewayApi"],
      *check({ chart, values }) {
        const off = CRD_SWITCHES[chartName(chart)] ?? "";
        if (valueAt(values, off) === false) return;
        yield {
          found: `${chart} with its own CRDs`,
          expected: `${off}: false`,
          fix: `Set ${off}: false, and install the CRDs once, before Cilium.`,
        };
      },
    },
  ]),
];
