import type { LiveModel, LiveWorkload } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Raw } from "../../lens/live/raw.ts";
import { type ApiUseCount, budgetOf, definitionOf, singleReplicaOf } from "../../lens/live/upgrade.ts";
import { workloadOf } from "../../lens/live/workloads.ts";
import { both, given } from "./given.ts";
import type { KubeReadId } from "./reads.ts";

interface Reads {
  readonly namespace: string;
  readonly map: <T>(id: KubeReadId, make: (object: Raw) => T) => Promise<readonly T[]>;
  /** Gives an object to the catalogue. */
  readonly judge: (object: Raw) => void;
  readonly uses: ApiUseCount | undefined;
}

type UpgradeObjects = Pick<LiveModel, "definitions" | "budgets" | "singleReplicas" | "apiUse"> & {
  /** Deployments of the namespace that Cilium runs in, which are read with all others. */
  readonly systemDeployments: readonly LiveWorkload[];
};

/** Where nobody upgrades. */
export const NO_UPGRADE_OBJECTS: UpgradeObjects = {
  definitions: UNKNOWN as never,
  budgets: UNKNOWN as never,
  singleReplicas: UNKNOWN as never,
  apiUse: UNKNOWN as never,
  systemDeployments: UNKNOWN as never,
};

/** Its definition tells which bundle of the Gateway API is installed. */
const BUNDLE = "gateways.gateway.networking.k8s.io";

/** What an upgrade has to get past. */
export async function readUpgradeObjects({ namespace, map, judge, uses }: Reads): Promise<UpgradeObjects> {
  const [definitions, budgets, deployments, statefulSets] = await Promise.all([
    map("definitions", (object) => {
      if (object.metadata?.name === BUNDLE) judge(object);
      return definitionOf(object);
    }),
    map("budgets", budgetOf),
    map("everyDeployment", (object) => ({
      singleReplicas: singleReplicaOf(object),
      system: object.metadata?.namespace === namespace ? [workloadOf(object)] : [],
    })),
    map("statefulSets", singleReplicaOf),
    map("peeringPolicies", judge),
    map("tlsRoutes", judge),
    map("tlsRoutesBefore", judge),
    // Of these only their managers count.
    map("nodeConfigs", () => undefined),
    map("addressPools", () => undefined),
    map("flowSchemas", () => undefined),
  ]);
  return {
    definitions,
    budgets,
    singleReplicas: both(
      given(deployments, (all) => all.flatMap(({ singleReplicas }) => singleReplicas)),
      given(statefulSets, (all) => all.flat()),
    ),
    systemDeployments: given(deployments, (all) => all.flatMap(({ system }) => system)),
    apiUse: uses?.done() ?? (UNKNOWN as never),
  };
}
