import { cases } from "../../../../support/rule-cases.ts";
import type { ControlPlaneModel } from "../../../../../core/model/index.ts";
import { cilium, controlPlane, unknown } from "../../../../support/model.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const on = (asOf: string, kubernetesVersion: string, parts: Partial<ControlPlaneModel> = {}) => ({
  ...model({ kubernetesVersion, ...parts }),
  deployment: { asOf, waitsForRollout: true, autoscaler: "none" as const },
});
const PATH = "controlPlane.kubernetesVersion";

const undated = { ...model({}), deployment: { waitsForRollout: true, autoscaler: "none" as const } };

const { kubernetesVersion: _, ...unversioned } = controlPlane();

export default cases({
  "control-plane-version-pinned": {
    fails: [["no version", { controlPlane: unversioned }, { path: PATH }]],
    passes: [["a version", model({})]],
    unknown: [["an unknown version", model({ kubernetesVersion: unknown })]],
  },
  "control-plane-version-supported": {
    fails: [
      ["a version that is not out", on("2026-11-20", "1.20"), { path: PATH }],
      ["a version before its release", on("2026-01-01", "1.35"), { path: PATH }],
      ["a version in extended support with STANDARD", on("2026-11-20", "1.32"), { path: PATH }],
      ["a version without support", on("2026-11-20", "1.30"), { path: PATH }],
      [
        "a version without support, with a Cilium that is not known yet",
        { ...on("2026-11-20", "1.30"), cilium: cilium({ version: unknown }) },
        { path: PATH },
      ],
    ],
    passes: [
      ["a version in standard support", on("2026-11-20", "1.35")],
      ["a plan without a date", undated],
      ["extended support that is asked for", on("2026-11-20", "1.32", { upgradePolicy: "EXTENDED" })],
      ["a version that the calendar lacks, which another rule tells", on("2026-11-20", "1.99")],
      [
        "extended support of a cluster that exists, whose policy nobody knows",
        on("2026-11-20", "1.32", { existing: { strategy: "split" }, upgradePolicy: unknown }),
      ],
    ],
    unknown: [["an unknown version", on("2026-11-20", unknown)]],
  },
  "control-plane-version-known": {
    fails: [["a version that the calendar lacks", on("2026-11-20", "1.99"), { path: PATH }]],
    passes: [
      ["a version of the calendar", on("2026-11-20", "1.35")],
      ["a version before the calendar, which another rule refuses", on("2026-11-20", "1.20")],
      ["a plan without a date", undated],
    ],
    unknown: [["an unknown version", on("2026-11-20", unknown)]],
  },
  "control-plane-version-standard-support": {
    fails: [
      [
        "a version in extended support with EXTENDED",
        on("2026-11-20", "1.32", { upgradePolicy: "EXTENDED" }),
        { path: PATH, found: "at 0.6 USD an hour" },
      ],
      [
        "a cluster that exists in extended support",
        on("2026-11-20", "1.32", { existing: { strategy: "split" }, upgradePolicy: unknown }),
        { path: PATH },
      ],
      [
        "a version whose standard support ends soon",
        on("2027-01-01", "1.35", { upgradePolicy: "STANDARD" }),
        { path: PATH, found: "EKS upgrades the control plane by itself" },
      ],
      [
        "a version that costs more soon",
        on("2027-01-01", "1.35", { upgradePolicy: "EXTENDED" }),
        { path: PATH, found: "0.6 instead of 0.1 USD an hour" },
      ],
      ["the first day of the notice", on("2026-12-27", "1.35"), { path: PATH, found: "90 days later" }],
    ],
    passes: [
      ["a version with standard support for long", on("2026-06-01", "1.34")],
      ["extended support with STANDARD, which another rule refuses", on("2026-11-20", "1.32")],
      ["a version that the calendar lacks", on("2026-11-20", "1.99")],
      ["a plan without a date", undated],
      ["the day before the notice", on("2026-12-26", "1.35")],
    ],
    unknown: [["an unknown version", on("2026-11-20", unknown)]],
  },
  "control-plane-upgrade-policy": {
    fails: [["EXTENDED", model({ upgradePolicy: "EXTENDED" }), { path: "controlPlane.upgradePolicy" }]],
    passes: [["STANDARD", model({})]],
    unknown: [["an unknown policy", model({ upgradePolicy: unknown })]],
  },
});
