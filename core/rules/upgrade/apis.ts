import { rulesOn } from "../rule.ts";
import { objects, wholeModel } from "../subjects.ts";
import { unservedAfter } from "./served.ts";

const SOURCE =
  "Kubernetes docs: reference/using-api/deprecation-guide; cilium/cilium pkg/k8s/apis/cilium.io/client/crds; gateway-api config/crd at v1.4.1 and v1.6.1";

export default [
  ...rulesOn(
    objects((model) => model.objects),
    [
      {
        id: "upgrade-api-removed",
        severity: "error",
        title: "Manifests are written in API versions that are served after the upgrade",
        why: "The API server refuses the object at the next deployment, often long after the upgrade and in a hurry.",
        symptom: "The API server answers: no matches for kind.",
        source: SOURCE,
        fix: "Write the object in a version that both sides serve, and deploy it, before the upgrade.",
        also: ["upgrade"],
        *check({ apiVersion, kind }, { upgrade, live }) {
          // A cluster answers in the version that it was asked in; what was written is told by managed fields.
          if (upgrade === undefined || live !== undefined) return;
          const gone = unservedAfter(upgrade, apiVersion, kind);
          if (gone === undefined) return;
          yield {
            at: "apiVersion",
            found: `${apiVersion}, which ${gone.by} does not serve`,
            expected: gone.instead,
          };
        },
      },
    ],
  ),
  ...rulesOn(wholeModel("live", "upgrade"), [
    {
      id: "upgrade-api-in-use",
      severity: "warning",
      title: "Nobody writes objects in API versions that go",
      why: "Managed fields remember in which version each tool wrote. Stored objects are converted; the tool's next run is refused.",
      symptom: "A pipeline or an operator fails with no matches for kind after the upgrade.",
      source: `${SOURCE}; Kubernetes docs: reference/using-api/server-side-apply, field management`,
      fix: "Raise the version in what the tool applies, and let it run once before the upgrade.",
      *check({ live, upgrade }) {
        for (const { apiVersion, kind, managers, count, example } of live.apiUse) {
          const gone = unservedAfter(upgrade, apiVersion, kind);
          if (gone === undefined) continue;
          yield {
            subject: `${kind} "${example}"`,
            path: `live.apiUse.${apiVersion}.${kind}`,
            found: `${apiVersion} written by ${managers.join(", ")} in ${String(count)} object${count === 1 ? "" : "s"}; ${gone.by} does not serve it`,
            expected: gone.instead,
          };
        }
      },
    },
    {
      id: "upgrade-stored-versions",
      severity: "error",
      title: "No definition holds objects in a version that goes",
      why: "The API server refuses a definition that does not list every version of status.storedVersions. One that lists a version without serving it takes the kind away from whoever asks in that version, as Cilium 1.19 does for TLSRoutes; Cilium's notes say that their objects then vanish. A Kubernetes 1.35 API server read them as v1 once its storage was initialized anew.",
      symptom:
        "The run or the operator's log says that status.storedVersions must appear in spec.versions, or the kind answers: storage is (re)initializing.",
      source:
        "Kubernetes docs: tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning; cilium/cilium#47408, #47774; tried on a real API server",
      fix: "Write every object of the kind anew (kubectl get KIND -A -o json | kubectl replace -f -), then take the old version out of status.storedVersions: kubectl patch crd NAME --subresource status --type merge. For TLSRoutes set gateway.channel to experimental first.",
      *check({ live, upgrade }) {
        for (const { name, group, kind, stored } of live.definitions) {
          for (const version of stored) {
            const gone = unservedAfter(upgrade, `${group}/${version}`, kind);
            if (gone === undefined) continue;
            yield {
              subject: `definition "${name}"`,
              path: `live.definitions.${name}`,
              found: `objects may be stored as ${version}, which ${gone.by} does not serve`,
              expected: `storedVersions without ${version}`,
            };
          }
        }
      },
    },
  ]),
];
