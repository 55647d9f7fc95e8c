import { meshPart } from "../clustermesh/part.ts";
import { gatewayPart } from "../gateway/part.ts";
import { observabilityPart } from "../observability/part.ts";
import { hybridPart } from "../hybrid/part.ts";
import { inferencePart } from "./inference.ts";
import { karpenterPart } from "./karpenter.ts";
import type { Settings } from "../settings/index.ts";
import type { AreaPart } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";

type PlanArea = (settings: Settings, facts: ClusterFacts) => AreaPart | undefined;

/** What stands on the cluster, in the order that `plan` shows it. */
const AREAS: readonly PlanArea[] = [meshPart, karpenterPart, gatewayPart, observabilityPart, hybridPart, inferencePart];

/** Plans every area that the settings name, on the cluster that these facts speak of. */
export const planAreas = (settings: Settings, facts: ClusterFacts): AreaPart[] =>
  AREAS.flatMap((area) => area(settings, facts) ?? []);
