import { rulesOn } from "../rule.ts";
import { addons, chartName, wholeModel } from "../subjects.ts";
import { ADDON_VERSION_FORM, EksAddon, addonVersion } from "../../facts/addons.ts";
import { isPastOnEks } from "../../facts/kubernetes.ts";
import { compareVersions, minorOf } from "../../facts/version.ts";
import { valueAt } from "../../helm/values.ts";

const offered = (name: string): string => `aws eks describe-addon-versions --addon-name ${name} lists what EKS offers.`;

/** `v1.13.2-eksbuild.4` -> `1.13.2`. */
const upstream = (version: string): string => version.replace(/^v/, "").replace(/-eksbuild.*$/, "");

export default [
  ...rulesOn(addons, [
    {
      id: "control-plane-addon-version-form",
      severity: "error",
      title: "Add-on versions have EKS's form",
      why: "EKS refuses any other.",
      source: "EKS API reference: CreateAddon",
      fix: "Use a version that `aws eks describe-addon-versions` lists for the add-on.",
      *check({ name, version }) {
        if (version === undefined || ADDON_VERSION_FORM.test(version)) return;
        yield {
          at: "version",
          found: `"${version}"`,
          expected: "a version such as v1.13.2-eksbuild.4",
          fix: offered(name),
        };
      },
    },
    {
      id: "control-plane-addon-pinned",
      severity: "warning",
      title: "Add-ons name their version",
      why: "EKS otherwise takes the version that is its default on that day: two clusters of one program differ.",
      source: "EKS API reference: CreateAddon",
      fix: "Pin a version that `aws eks describe-addon-versions` lists for the add-on.",
      also: ["controlPlane", "deployment"],
      *check({ name, version }, model) {
        if (version !== undefined) return;
        // A stack pins them by the Kubernetes version: for one that EKS no longer has there is none to pin.
        const kubernetes = model.controlPlane?.kubernetesVersion;
        if (kubernetes !== undefined && isPastOnEks(kubernetes, model.deployment?.asOf ?? "")) return;
        yield { at: "version", found: "no version", expected: "a pinned version", fix: offered(name) };
      },
    },
    {
      id: "control-plane-addon-version-fit",
      severity: "warning",
      title: "Add-on versions fit the Kubernetes version",
      why: "EKS offers each add-on version for some Kubernetes versions only and refuses it for others.",
      source: "EKS user guide: managing-coredns, version table; core/facts/addons.ts",
      fix: "Use a version that `aws eks describe-addon-versions` lists for the cluster's Kubernetes version.",
      also: ["controlPlane"],
      *check({ name, version }, model) {
        const kubernetes = model.controlPlane?.kubernetesVersion;
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
      },
    },
    {
      id: "control-plane-ebs-csi-role",
      severity: "error",
      title: "The EBS driver has a role",
      why: "Without one it asks for the node role, which may not create volumes. Pods behind one metadata hop do not even get that.",
      symptom: "Claims stay pending: no volume is created for them.",
      source: "EKS user guide: ebs-csi; aws-ebs-csi-driver docs/install.md",
      fix: "Give the add-on a role for kube-system/ebs-csi-controller-sa.",
      *check({ name, hasRole }) {
        if (name !== EksAddon.EbsCsi || hasRole) return;
        yield {
          found: "no role",
          expected: "serviceAccountRoleArn or podIdentityAssociations with AmazonEBSCSIDriverPolicy",
        };
      },
    },
    {
      id: "control-plane-coredns-order",
      severity: "error",
      title: "CoreDNS waits for the nodes",
      why: "Without a node its pods have nowhere to run, and EKS waits 20 minutes for them.",
      symptom: "The CoreDNS pods are Pending, the add-on is Degraded, and the update fails after 20 minutes.",
      source: "EKS user guide: managing-coredns; pulumi/pulumi-eks#1819",
      fix: "Add the node groups and the Cilium release to its dependsOn.",
      *check({ name, afterNodes }) {
        if (name !== EksAddon.CoreDns || afterNodes !== false) return;
        yield {
          found: "the add-on depends on no node group",
          expected: "dependsOn with the node groups",
        };
      },
    },
    {
      id: "control-plane-overlay-metrics-server",
      severity: "error",
      title: "metrics-server uses the host network where pods have overlay addresses",
      why: "The API server reaches no overlay pod, so the metrics API is not served.",
      symptom:
        "The APIService of metrics.k8s.io is unavailable, kubectl top and autoscaling by CPU fail, and namespaces hang in deletion.",
      source:
        "cilium/cilium#17033; aws/containers-roadmap#2589; UNVERIFIED that the EKS add-on takes hostNetwork in its configuration",
      fix: "Set it in the add-on's configuration, or install the chart with hostNetwork and a port other than the kubelet's 10250.",
      also: ["cilium"],
      *check({ name, configuration }, model) {
        if (name !== EksAddon.MetricsServer) return;
        const mode = valueAt(model.cilium?.values, "ipam.mode");
        if (mode !== "cluster-pool" && mode !== "multi-pool") return;
        if (valueAt(configuration, "hostNetwork.enabled") === true) return;
        yield {
          at: "configuration",
          found: "metrics-server on the pod network",
          expected: "hostNetwork.enabled: true",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("addons", "controlPlane"), [
    {
      id: "control-plane-coredns-present",
      severity: "warning",
      title: "The cluster gets a DNS server",
      why: "EKS installs none once bootstrapSelfManagedAddons is false.",
      symptom: "Pods resolve no name.",
      source: "EKS API reference: CreateCluster (bootstrapSelfManagedAddons)",
      fix: "Enable the coredns add-on, or waive this if another program installs one.",
      *check({ addons: given, controlPlane, releases = [] }) {
        if (controlPlane.existing !== undefined || controlPlane.bootstrapSelfManagedAddons) return;
        if (given.some(({ name }) => name === EksAddon.CoreDns)) return;
        if (controlPlane.installsCoreDns === true || releases.some(({ chart }) => chartName(chart) === "coredns"))
          return;
        yield {
          subject: "add-ons",
          path: "addons.coredns",
          found: "no CoreDNS",
          expected: "the coredns add-on, or a DNS server of your own",
        };
      },
    },
  ]),
];
