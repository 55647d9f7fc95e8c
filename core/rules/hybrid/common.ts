import { boundToHybrid } from "../../controllers/placement.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import type { ClusterModel, HelmReleaseModel } from "../../model/index.ts";
import { type HybridSettings, IpamMode } from "../../settings/index.ts";
import { Values } from "../common.ts";
import { type Rule, rule } from "../rule.ts";

export const DOCS = "docs/hybrid.md; EKS user guide: hybrid-nodes-cni, hybrid-nodes-os, hybrid-nodes-creds";
type Draft = Omit<FindingDraft, "subject" | "path"> & { readonly at: string };

interface SettingsRule extends Omit<Rule, "group" | "source" | "needs" | "check"> {
  readonly source?: string;
  readonly check: (settings: HybridSettings, model: ClusterModel) => Iterable<Draft>;
}

/** A rule on what is asked of nodes on premises. */
export const settingsRule = ({ check, source = DOCS, ...parts }: SettingsRule): Rule =>
  rule({
    ...parts,
    group: "hybrid",
    source,
    needs: ["hybrid"],
    *check(model: ClusterModel) {
      if (model.hybrid === undefined) return;
      for (const { at, ...draft } of check(model.hybrid.settings, model))
        yield { subject: "hybrid", path: at === "" ? "hybrid" : `hybrid.${at}`, ...draft };
    },
  });

/** Name of a chart without its repository: `oci://public.ecr.aws/eks/cilium/cilium` -> `cilium`. */
export const chartName = ({ chart }: Pick<HelmReleaseModel, "chart">): string =>
  chart.slice(chart.lastIndexOf("/") + 1);

/** Cilium's chart by any address, a packaged one too. */
const CILIUM_CHART = /(?:^|\/)cilium(?:-v?\d[^/]*)?$/;

/** The release of Cilium that runs on hybrid nodes only. */
export const hybridRelease = ({ releases = [] }: Pick<ClusterModel, "releases">): HelmReleaseModel | undefined =>
  releases.find(({ chart, values }) => CILIUM_CHART.test(chart) && boundToHybrid(values));

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
