import { addonVersion } from "../../core/facts/addons.ts";
import { bundleUrl } from "../../core/facts/gateway-api.ts";
import { minorOf } from "../../core/facts/version.ts";
import type { Move } from "../../core/upgrade/path.ts";
import type { UpgradeStep, VersionSet } from "./types.ts";

type Commands = Pick<UpgradeStep, "before" | "run" | "check" | "rollback">;

const CHART = "cilium --repo https://helm.cilium.io";

/** Pulls the new images beforehand and validates policies with the new agent (Cilium docs: operations/upgrade, pre-flight check). */
const preflight = (version: string): readonly string[] => [
  `helm install cilium-preflight ${CHART} --version ${version} --namespace kube-system --set preflight.enabled=true --set agent=false --set operator.enabled=false --set k8sServiceHost=API_SERVER_HOST --set k8sServicePort=443`,
  "kubectl -n kube-system rollout status daemonset/cilium-pre-flight-check deployment/cilium-pre-flight-check",
  "helm uninstall cilium-preflight --namespace kube-system",
];

const isMinor = ({ of, from, to }: Move): boolean => of === "cilium" && minorOf(from) !== minorOf(to);

/**
 * EKS takes a control plane back by one minor within seven days of its upgrade, not below the version that it was made with; add-ons and
 * nodes are the owner's, and a kubelet may not be newer than the API server (EKS user guide: rollback-cluster; EKS best practices:
 * rollback-cluster-upgrades). Whether the aws provider of Pulumi lets a version go down is UNVERIFIED, so the AWS CLI does it.
 */
const kubernetesRollback = ({ from, to }: Move, cluster: string): string =>
  `Within 7 days, unless the cluster was created with ${to}: nodes and add-ons back to those of ${from} first, since no kubelet may be newer than the control plane, then aws eks update-cluster-version --name ${cluster} --kubernetes-version ${from}.`;

/** How a stack goes one step, and back. */
export function stackCommands(
  move: Move,
  {
    stack,
    cluster,
    bundleChanges,
  }: { readonly stack: string; readonly cluster: string; readonly bundleChanges: boolean },
): Commands {
  return {
    before: isMinor(move) ? preflight(move.to) : [],
    run: [`pulumi preview --stack ${stack}`, `pulumi up --stack ${stack}`],
    check: [`cilium-eks verify --stack ${stack} --wait 20m`],
    rollback:
      move.of === "kubernetes"
        ? `${kubernetesRollback(move, cluster)} Then put the old lines back and run pulumi refresh.`
        : `Put the old lines back and run pulumi up, as long as nothing of ${minorOf(move.to) ?? ""} is used.${bundleChanges ? " Delete the admission policy safe-upgrades.gateway.networking.k8s.io and its binding first, or the older bundle is denied." : ""}`,
  };
}

export interface HelmRun {
  readonly move: Move;
  readonly from: VersionSet;
  readonly to: VersionSet;
  /** Undefined where nobody gave values: they are those of the release. */
  readonly file: string | undefined;
  readonly cluster: string | undefined;
  /** Names of the managed node groups and EKS add-ons, where AWS was asked. */
  readonly groups: readonly string[] | undefined;
  readonly addons: readonly string[] | undefined;
}

const CHECK = ["cilium-eks verify --wait 20m"];

/** The same without a stack: by Helm and the AWS CLI. */
export function helmCommands(helm: HelmRun): Commands {
  const { move, from, to, file } = helm;
  if (move.of === "kubernetes") return eksCommands(helm);
  const bundle =
    to.gatewayApi === null || to.gatewayApi === from.gatewayApi
      ? []
      : [`kubectl apply --server-side --force-conflicts -f ${bundleUrl(to.gatewayApi, "standard")}`];
  const values = file ?? "values.yaml";
  return {
    before: [
      ...(file === undefined ? ["helm get values cilium --namespace kube-system --output yaml > values.yaml"] : []),
      ...(isMinor(move) ? preflight(move.to) : []),
    ],
    // Values are sent whole: --reuse-values keeps the old chart's defaults.
    run: [...bundle, `helm upgrade cilium ${CHART} --version ${move.to} --namespace kube-system --values ${values}`],
    check: CHECK,
    rollback:
      "helm history cilium --namespace kube-system, then helm rollback cilium REVISION, as long as nothing of the new minor is used.",
  };
}

/** Control plane, then add-ons in the versions that were checked with it, then nodes. */
function eksCommands({ move, cluster = "NAME", groups = ["GROUP"], addons = [] }: HelmRun): Commands {
  const addonUpdates = addons.flatMap((name) => {
    const wanted = addonVersion(name, move.to)?.version;
    return wanted === undefined
      ? []
      : [`aws eks update-addon --cluster-name ${cluster} --addon-name ${name} --addon-version ${wanted}`];
  });
  return {
    before: [],
    run: [
      `aws eks update-cluster-version --name ${cluster} --kubernetes-version ${move.to}`,
      `aws eks wait cluster-active --name ${cluster}`,
      ...addonUpdates,
      ...groups.map((name) => `aws eks update-nodegroup-version --cluster-name ${cluster} --nodegroup-name ${name}`),
    ],
    check: CHECK,
    rollback: kubernetesRollback(move, cluster),
  };
}
