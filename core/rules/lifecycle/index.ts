import type { ClusterModel, CiliumModel } from "../../model/index.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import { ciliumSubject } from "../common.ts";
import { type Rule, rule } from "../rule.ts";

type Draft = Omit<FindingDraft, "subject">;

function* onRelease(
  { cilium }: ClusterModel,
  check: (cilium: CiliumModel) => Iterable<Draft>,
): Generator<FindingDraft> {
  if (cilium === undefined) return;
  for (const draft of check(cilium)) yield { subject: ciliumSubject(cilium), ...draft };
}

export const releaseName = rule({
  id: "lifecycle-release-name",
  group: "lifecycle",
  severity: "error",
  title: "The release is called cilium and lives in kube-system",
  why: "Every Cilium tool looks for it there; without a name Pulumi adds random letters, and the next installation trips over what the last one left.",
  source: "cilium/cilium cilium-cli; pulumi-kubernetes helm.v3.Release, tried on a real engine",
  needs: ["cilium"],
  *check(model) {
    yield* onRelease(model, function* ({ releaseName: name, namespace }) {
      if (name !== "cilium")
        yield {
          path: "cilium.releaseName",
          found: name,
          expected: "cilium",
          fix: 'Set the release\'s name to "cilium".',
        };
      if (namespace !== "kube-system")
        yield {
          path: "cilium.namespace",
          found: namespace,
          expected: "kube-system",
          fix: "Set the release's namespace to kube-system.",
        };
    });
  },
});

export const releaseAwait = rule({
  id: "lifecycle-release-await",
  group: "lifecycle",
  severity: "error",
  title: "The release does not wait for pods",
  why: "It comes before the first node, so nothing it waits for can start; and node groups wait for Cilium: both stand still until the time-out.",
  source: "terraform-aws-eks#3446, #2041; pulumi-kubernetes helm.v3.Release: skipAwait",
  needs: ["cilium"],
  *check(model) {
    yield* onRelease(model, function* ({ skipAwait, delivery }) {
      if (delivery === "release" && !skipAwait)
        yield {
          path: "cilium.skipAwait",
          found: "false",
          expected: "true",
          fix: "Set skipAwait to true, and let node groups depend on the release.",
        };
    });
  },
});

export const releaseAtomic = rule({
  id: "lifecycle-release-atomic",
  group: "lifecycle",
  severity: "error",
  title: "A failed release is left standing",
  why: "atomic purges the CNI of a running cluster when an upgrade fails, and it turns skipAwait off.",
  source: "pulumi-kubernetes helm.v3.Release: atomic",
  needs: ["cilium"],
  *check(model) {
    yield* onRelease(model, function* ({ atomic }) {
      if (atomic) yield { path: "cilium.atomic", found: "true", expected: "false", fix: "Remove atomic." };
    });
  },
});

export const releaseDelivery = rule({
  id: "lifecycle-release-delivery",
  group: "lifecycle",
  severity: "warning",
  title: "Cilium is installed by a Helm release",
  why: "Rendered on the client the chart sees no cluster: certificates change at every preview, hooks never run, and cilium-cli finds no release.",
  source: "Cilium charts 1.19.6 and 1.20.0, rendered twice; pulumi-kubernetes helm.v4.Chart",
  needs: ["cilium"],
  *check(model) {
    yield* onRelease(model, function* ({ delivery }) {
      if (delivery === "template")
        yield {
          path: "cilium.delivery",
          found: "a chart rendered on the client",
          expected: "kubernetes.helm.v3.Release",
          fix: "Use helm.v3.Release with skipAwait.",
        };
    });
  },
});

/** Charts that bring CRDs of which a cluster must have one owner, with the value that leaves them out. */
const OWN_CRDS: Readonly<
  Record<string, { readonly path: readonly string[]; readonly off: unknown; readonly say: string }>
> = {
  "cert-manager": { path: ["crds", "enabled"], off: false, say: "crds.enabled: false" },
  "kube-prometheus-stack": { path: ["crds", "enabled"], off: false, say: "crds.enabled: false" },
  "gateway-helm": { path: ["crds", "gatewayAPI", "enabled"], off: false, say: "crds.gatewayAPI.enabled: false" },
};

export const crdOwner = rule({
  id: "lifecycle-crd-owner",
  group: "lifecycle",
  severity: "warning",
  title: "Every CRD has one owner",
  why: "Two owners overwrite each other's versions; and a chart that takes its CRDs with it deletes every object of their kinds.",
  source: "gateway-api site: crd-management; values.yaml of the cert-manager and kube-prometheus-stack charts",
  needs: ["releases", "gatewayApi"],
  *check({ releases = [] }) {
    for (const { name, chart, values } of releases) {
      const own = OWN_CRDS[chart.slice(chart.lastIndexOf("/") + 1)];
      if (own === undefined) continue;
      const value = own.path.reduce<unknown>(
        (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
        values,
      );
      if (value === own.off) continue;
      yield {
        subject: `release "${name}"`,
        path: `releases.${name}`,
        found: `${chart} with its own CRDs`,
        expected: own.say,
        fix: `Set ${own.say}, and install the CRDs once, before Cilium.`,
      };
    }
  },
});

export const lifecycleRules: readonly Rule[] = [releaseName, releaseAwait, releaseAtomic, releaseDelivery, crdOwner];
