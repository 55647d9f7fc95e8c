import { comparedOf, declaredByCluster, resourcesAsFound } from "../../lens/drift/index.ts";
import { lookAround } from "../drift/look.ts";
import { inPlace } from "../shared/cluster-flags.ts";
import { CallError } from "../shared/errors.ts";
import { type PlanDifference, liveDifference } from "./difference.ts";
import type { PlanFlags } from "./index.ts";
import type { PlanDocument } from "./types.ts";

/** What a run would change of what is there: objects, Cilium, the EKS cluster, its node groups and add-ons. */
export async function againstLive(
  against: string,
  planned: PlanDocument,
  flags: PlanFlags,
  show: (what: string) => void,
): Promise<PlanDifference> {
  if (planned.resources.length > 0 && declaredByCluster(planned.resources).size > 1)
    throw new CallError("The program makes several clusters: cilium-eks drift --cluster NAME compares one of them.");
  const { sides, gaps } = await lookAround(planned.resources, inPlace(flags), (what) => show(`Reading ${what}`));
  const unread = gaps.map(({ what, said }) => `${what}: ${said}`);
  const nothing = comparedOf(sides).length === 0 && unread.length === 0;
  return liveDifference(resourcesAsFound(sides), planned, {
    against,
    unread: nothing ? ["anything that the plan makes"] : unread,
  });
}
