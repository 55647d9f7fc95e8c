import { boundToHybrid } from "../../controllers/placement.ts";
import type { ClusterModel, HelmReleaseModel, KubernetesObject } from "../../model/index.ts";
import { IpamMode } from "../../settings/index.ts";
import { Values } from "../common.ts";
import { type Subject, only } from "../subject.ts";
import { objects } from "../subjects.ts";

export const DOCS = "docs/hybrid.md; EKS user guide: hybrid-nodes-cni, hybrid-nodes-os, hybrid-nodes-creds";
/** Cilium's chart by any address, a packaged one too. */
const CILIUM_CHART = /(?:^|\/)cilium(?:-v?\d[^/]*)?$/;

export const isCiliumChart = (chart: string): boolean => CILIUM_CHART.test(chart);

/** The release of Cilium that runs on hybrid nodes only. */
export const hybridRelease = ({ releases = [] }: Pick<ClusterModel, "releases">): HelmReleaseModel | undefined =>
  releases.find(({ chart, values }) => isCiliumChart(chart) && boundToHybrid(values));

/** EC2 nodes have the VPC CNI on purpose, and Cilium runs on hybrid nodes only: strategies mixed and hybridGateway. */
export const ciliumOnHybridOnly = (model: ClusterModel): boolean =>
  model.cilium === undefined &&
  (model.settings?.cilium?.ipam?.mode === IpamMode.VpcCni || hybridRelease(model) !== undefined);

/** Values of the Cilium that hybrid nodes run: the cluster's own, or the release that is theirs alone. */
export function ciliumOfHybrid(model: ClusterModel): Values | undefined {
  if (model.cilium !== undefined) return new Values(model.cilium);
  const release = hybridRelease(model);
  return release === undefined ? undefined : new Values(release);
}

/** Objects of one of Cilium's own kinds. */
export const ciliumObjects = (kind: string): Subject<KubernetesObject, "objects"> =>
  only(
    objects((model) => model.objects),
    (object) => object.kind === kind && object.apiVersion.startsWith("cilium.io/"),
  );
