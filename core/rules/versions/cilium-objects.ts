import { CILIUM_KINDS, REPLACED_KINDS, servedCiliumVersions } from "../../facts/cilium-objects.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { minorOfCilium } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";

const GROUP = "cilium.io/";

export default rulesOn(
  objects((model) => model.objects.filter(({ apiVersion }) => apiVersion.startsWith(GROUP))),
  [
    {
      id: "versions-cilium-objects",
      severity: "error",
      title: "Cilium's own objects are of kinds and versions that its minor serves",
      why: "Cilium's operator makes the definitions of its minor and no others: the API server knows no such kind, and the run stops there.",
      symptom: "The API server answers: no matches for kind.",
      source:
        "cilium/cilium pkg/k8s/apis/cilium.io/client/crds at the branches of 1.19 and 1.20; Documentation/operations/upgrade.rst",
      fix: "Write the object in a kind and version that the Cilium minor serves.",
      also: ["cilium"],
      *check({ apiVersion, kind }, { cilium }) {
        const minor = cilium === undefined ? undefined : minorOfCilium(cilium);
        const served = minor === undefined ? undefined : servedCiliumVersions(kind, minor);
        if (served === undefined || served.includes(apiVersion.slice(GROUP.length))) return;
        const replaced = REPLACED_KINDS[kind];
        if (served.length > 0)
          yield {
            at: "apiVersion",
            found: `${apiVersion} with Cilium ${minor ?? ""}`,
            expected: served.map((version) => `${GROUP}${version}`).join(" or "),
            fix: `Write apiVersion: ${GROUP}${served[0] ?? ""}.`,
          };
        else
          yield {
            at: "kind",
            found: `${kind}, which Cilium ${minor ?? ""} does not have`,
            expected: replaced ?? "a kind of Cilium's",
            fix:
              replaced === undefined
                ? didYouMean(suggest(kind, CILIUM_KINDS)) || "Remove it, or name a kind that Cilium has."
                : `Write ${replaced} instead.`,
          };
      },
    },
  ],
);
