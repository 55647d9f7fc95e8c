import type { ClusterModel } from "../core/model/index.ts";
import { ciliumCharts } from "../lens/cilium.ts";
import { valuesOf } from "../lens/helm-values.ts";
import type { Registered } from "../lens/registered.ts";
import { saysEks as valuesSayEks } from "./helm-values/platform.ts";
import { saysEks as objectsSayEks } from "./manifests/platform.ts";
import type { Located, Reading } from "./reader.ts";

/** Resources that make a cluster. */
const CLUSTERS: ReadonlySet<string> = new Set(["aws:eks/cluster:Cluster", "eks:index:Cluster"]);
const IS_EKS = /^(?:aws:eks\/|eks:index:)/;
const OF_NODES = /^(?:aws:eks\/nodeGroup:|aws:ec2\/launchTemplate:|eks:index:.*NodeGroup)/;

/**
 * What the resources of a program, a plan or a template say together. `isWhole`: whatever the program makes is among them; of a part
 * nothing is taken for absent.
 */
export function readingOfProgram(resources: readonly Located[], isWhole = true): Reading {
  const all = resources.map(({ resource }) => resource);
  const makesCluster = all.some(({ type }) => CLUSTERS.has(type));
  const charts = ciliumCharts(all);
  const hasCilium = charts.length > 0;
  const isEks =
    all.some(({ type }) => IS_EKS.test(type)) ||
    charts.some(({ props }) => valuesSayEks(valuesOf(props))) ||
    objectsSayEks(all.flatMap(({ type, props }) => (type.startsWith("kubernetes:") ? [{ object: props }] : [])));
  const whole: readonly (readonly [keyof ClusterModel, boolean])[] = [
    ["addons", makesCluster || hasCilium],
    ["releases", hasCilium],
    ["objects", hasCilium],
    ["identity", makesCluster],
  ];
  return {
    resources,
    whole: isWhole ? whole.flatMap(([part, isTold]) => (isTold ? [part] : [])) : [],
    ...(isEks ? { platform: "eks" as const } : {}),
    meansCilium: all.some(meansCilium),
    program: isWhole && hasCilium,
    isPlan: all.length > 0,
  };
}

/** Nobody leaves EKS's add-ons out, or taints nodes for Cilium, who wants another CNI. */
const meansCilium = ({ type, props }: Registered): boolean =>
  (CLUSTERS.has(type) && props["bootstrapSelfManagedAddons"] === false) ||
  (OF_NODES.test(type) && (JSON.stringify(props) ?? "").includes("node.cilium.io/"));
