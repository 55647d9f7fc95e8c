import { compareVersions, minorOf } from "../../facts/version.ts";
import { rulesOn } from "../rule.ts";
import { chartName, releases } from "../subjects.ts";

const MATRIX = "Karpenter docs: upgrading/compatibility (1.14)";

/** First release for each Kubernetes minor. */
const FLOORS: Readonly<Record<string, string>> = {
  "1.30": "0.37",
  "1.31": "1.0.5",
  "1.32": "1.2",
  "1.33": "1.5",
  "1.34": "1.6",
  "1.35": "1.9",
  "1.36": "1.13",
};

export default rulesOn(releases("karpenter"), [
  {
    id: "karpenter-kubernetes-window",
    severity: "error",
    title: "Karpenter knows the cluster's Kubernetes version",
    why: "Older releases find no images for it and read APIs that are gone; of a minor that the matrix lacks nobody says that it works.",
    source: MATRIX,
    fix: "Use a Karpenter release that the matrix has for the Kubernetes version.",
    also: ["controlPlane"],
    *check({ version }, { controlPlane }) {
      const kubernetes = minorOf(controlPlane?.kubernetesVersion ?? "");
      if (version === undefined || kubernetes === undefined) return;
      const floor = FLOORS[kubernetes];
      if (floor !== undefined && compareVersions(version, floor) >= 0) return;
      yield {
        at: "version",
        found: `${version} with Kubernetes ${kubernetes}`,
        expected: floor === undefined ? `Kubernetes 1.30 to 1.36, which the matrix has` : `${floor} or newer`,
      };
    },
  },
  {
    id: "karpenter-crds",
    severity: "warning",
    title: "Karpenter's definitions have a release of their own, of the same version",
    why: "Helm installs a chart's crds folder once and never updates it: after an upgrade the API server drops fields that the controller reads, without a word.",
    symptom: "A field of a NodePool or EC2NodeClass is gone after it was applied.",
    source: "Karpenter docs: upgrading, CRD upgrades; charts/karpenter-crd",
    fix: "Install the chart karpenter-crd of the same version before it.",
    *check({ version }, { releases: all }) {
      const crds = all.find(({ chart }) => chartName(chart) === "karpenter-crd");
      if (crds !== undefined && (version === undefined || crds.version === undefined || crds.version === version))
        return;
      yield {
        at: "version",
        found:
          crds === undefined
            ? "no release of karpenter-crd"
            : `${version ?? ""} beside karpenter-crd ${crds.version ?? ""}`,
        expected: "karpenter-crd of the same version",
      };
    },
  },
]);
