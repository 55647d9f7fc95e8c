import { ADDON_VERSION_FORM, EksAddon, addonVersion } from "../../facts/addons.ts";
import { compareVersions, minorOf } from "../../facts/version.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import { valueAt } from "../../helm/values.ts";
import type { AddonModel, ClusterModel } from "../../model/index.ts";
import { rule } from "../rule.ts";
import { type Undecided, each } from "../../model/unknown.ts";

type AddonDraft = Omit<FindingDraft, "subject" | "path"> & { readonly at?: string };

function* eachAddon(
  { addons = [] }: ClusterModel,
  check: (addon: AddonModel) => Iterable<AddonDraft>,
): Generator<FindingDraft | Undecided> {
  yield* each(addons, function* (addon) {
    for (const { at, ...draft } of check(addon)) {
      yield {
        subject: `add-on "${addon.name}"`,
        path: at === undefined ? `addons.${addon.name}` : `addons.${addon.name}.${at}`,
        ...draft,
      };
    }
  });
}

const offered = (name: string): string => `aws eks describe-addon-versions --addon-name ${name} lists what EKS offers.`;

export const addonVersionForm = rule({
  id: "control-plane-addon-version-form",
  group: "control-plane",
  severity: "error",
  title: "Add-on versions have EKS's form",
  why: "EKS refuses any other.",
  source: "EKS API reference: CreateAddon",
  needs: ["addons"],
  *check(model) {
    yield* eachAddon(model, function* ({ name, version }) {
      if (version === undefined || ADDON_VERSION_FORM.test(version)) return;
      yield {
        at: "version",
        found: `"${version}"`,
        expected: "a version such as v1.13.2-eksbuild.4",
        fix: offered(name),
      };
    });
  },
});

export const addonPinned = rule({
  id: "control-plane-addon-pinned",
  group: "control-plane",
  severity: "warning",
  title: "Add-ons name their version",
  why: "EKS otherwise takes the version that is its default on that day: two clusters of one program differ.",
  source: "EKS API reference: CreateAddon",
  needs: ["addons"],
  *check(model) {
    yield* eachAddon(model, function* ({ name, version }) {
      if (version !== undefined) return;
      yield { at: "version", found: "no version", expected: "a pinned version", fix: offered(name) };
    });
  },
});

/** `v1.13.2-eksbuild.4` -> `1.13.2`. */
const upstream = (version: string): string => version.replace(/^v/, "").replace(/-eksbuild.*$/, "");

export const addonVersionFit = rule({
  id: "control-plane-addon-version-fit",
  group: "control-plane",
  severity: "warning",
  title: "Add-on versions fit the Kubernetes version",
  why: "EKS offers each add-on version for some Kubernetes versions only and refuses it for others.",
  source: "EKS user guide: managing-coredns, version table; core/facts/addons.ts",
  needs: ["addons", "controlPlane"],
  *check(model) {
    const kubernetes = model.controlPlane?.kubernetesVersion;
    yield* eachAddon(model, function* ({ name, version }) {
      if (version === undefined || kubernetes === undefined || !ADDON_VERSION_FORM.test(version)) return;
      const pinned = addonVersion(name, kubernetes)?.version;
      if (pinned === undefined) return;
      const [have, want] = [minorOf(upstream(version)), minorOf(upstream(pinned))];
      // Newer ones may be offered by now; a whole minor behind is not likely to be.
      if (have === undefined || want === undefined || compareVersions(have, want) >= 0) return;
      yield {
        at: "version",
        found: `${version} for Kubernetes ${kubernetes}`,
        expected: `${pinned} or newer`,
        fix: `Use ${pinned}. ${offered(name)}`,
      };
    });
  },
});

export const ebsCsiRole = rule({
  id: "control-plane-ebs-csi-role",
  group: "control-plane",
  severity: "error",
  title: "The EBS driver has a role",
  why: "Without one it asks for the node role, which may not create volumes: claims stay pending. Pods behind one metadata hop do not even get that.",
  source: "EKS user guide: ebs-csi; aws-ebs-csi-driver docs/install.md",
  needs: ["addons"],
  *check(model) {
    yield* eachAddon(model, function* ({ name, hasRole }) {
      if (name !== EksAddon.EbsCsi || hasRole) return;
      yield {
        found: "no role",
        expected: "serviceAccountRoleArn or podIdentityAssociations with AmazonEBSCSIDriverPolicy",
        fix: "Give the add-on a role for kube-system/ebs-csi-controller-sa.",
      };
    });
  },
});

export const coreDnsPresent = rule({
  id: "control-plane-coredns-present",
  group: "control-plane",
  severity: "warning",
  title: "The cluster gets a DNS server",
  why: "EKS installs none once bootstrapSelfManagedAddons is false; pods then resolve no name.",
  source: "EKS API reference: CreateCluster (bootstrapSelfManagedAddons)",
  needs: ["addons", "controlPlane"],
  *check({ addons = [], controlPlane, releases = [] }) {
    if (controlPlane?.existing !== undefined || controlPlane?.bootstrapSelfManagedAddons !== false) return;
    if (addons.some(({ name }) => name === EksAddon.CoreDns)) return;
    if (controlPlane.installsCoreDns === true || releases.some(({ chart }) => /(^|\/)coredns$/.test(chart))) return;
    yield {
      subject: "add-ons",
      path: "addons.coredns",
      found: "no CoreDNS",
      expected: "the coredns add-on, or a DNS server of your own",
      fix: "Enable the coredns add-on, or waive this if another program installs one.",
    };
  },
});

export const coreDnsOrder = rule({
  id: "control-plane-coredns-order",
  group: "control-plane",
  severity: "error",
  title: "CoreDNS waits for the nodes",
  why: "Without a node its pods are pending; EKS waits 20 minutes, calls the add-on degraded, and the update fails.",
  source: "EKS user guide: managing-coredns; pulumi/pulumi-eks#1819",
  needs: ["addons"],
  *check(model) {
    yield* eachAddon(model, function* ({ name, afterNodes }) {
      if (name !== EksAddon.CoreDns || afterNodes !== false) return;
      yield {
        found: "the add-on depends on no node group",
        expected: "dependsOn with the node groups",
        fix: "Add the node groups and the Cilium release to its dependsOn.",
      };
    });
  },
});

export const overlayMetricsServer = rule({
  id: "control-plane-overlay-metrics-server",
  group: "control-plane",
  severity: "error",
  title: "metrics-server uses the host network where pods have overlay addresses",
  why: "The API server reaches no overlay pod: metrics.k8s.io stays unavailable, kubectl top and autoscaling by CPU fail, and namespaces hang in deletion.",
  source:
    "cilium/cilium#17033; aws/containers-roadmap#2589; UNVERIFIED that the EKS add-on takes hostNetwork in its configuration",
  needs: ["addons", "cilium"],
  *check(model) {
    const mode = valueAt(model.cilium?.values, "ipam.mode");
    if (mode !== "cluster-pool" && mode !== "multi-pool") return;
    yield* eachAddon(model, function* ({ name, configuration }) {
      if (name !== EksAddon.MetricsServer || valueAt(configuration, "hostNetwork.enabled") === true) return;
      yield {
        at: "configuration",
        found: "metrics-server on the pod network",
        expected: "hostNetwork.enabled: true",
        fix: "Set it in the add-on's configuration, or install the chart with hostNetwork and a port other than the kubelet's 10250.",
      };
    });
  },
});
