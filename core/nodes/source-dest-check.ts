import { type SourceDestCheckPlan, planWatcher } from "../controllers/source-dest-check.ts";
import { DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import { LoadBalancerMode, type Settings } from "../settings/index.ts";
import { clusterTag, ownershipTags } from "../settings/tags.ts";

/** Whether packets leave an ENI with another node's address, which EC2 drops while the check is on. */
const needsSourceDestCheckOff = ({ cilium }: Pick<Settings, "cilium">): boolean => {
  const { mode, modeAnnotation } = cilium?.loadBalancer ?? {};
  // With the annotation a Service can ask for DSR.
  return mode === LoadBalancerMode.Dsr || mode === LoadBalancerMode.Hybrid || modeAnnotation === true;
};

export function planSourceDestCheck(settings: Settings): SourceDestCheckPlan | undefined {
  const { region, cluster, cilium } = settings;
  if (!needsSourceDestCheckOff(settings) || cilium?.loadBalancer?.sourceDestCheckWatcher !== true) return undefined;
  const image = cilium.loadBalancer.sourceDestCheckImage;
  return planWatcher({
    region,
    clusterName: cluster.name,
    // Tags of the ENIs that Cilium makes, and of the nodes' own, which their launch templates tag.
    selectors: {
      SwitchOffOnCiliumsInterfaces: { ...ownershipTags(cluster.name) },
      SwitchOffOnTheNodesOwnInterfaces: { ...clusterTag(cluster.name) },
    },
    mechanism: cilium.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY,
    ...(image === undefined ? {} : { image }),
  });
}
