import addresses from "./addresses/index.ts";
import controlPlane from "./control-plane/index.ts";
import datapath from "./datapath/index.ts";
import fleet from "./fleet/index.ts";
import gateway from "./gateway/index.ts";
import helmValues from "./helm-values/index.ts";
import hybrid from "./hybrid/index.ts";
import identity from "./identity/index.ts";
import inference from "./inference/index.ts";
import karpenter from "./karpenter/index.ts";
import lifecycle from "./lifecycle/index.ts";
import live from "./live/index.ts";
import migration from "./migration/index.ts";
import mesh from "./mesh/index.ts";
import network from "./network/index.ts";
import nodes from "./nodes/index.ts";
import observability from "./observability/index.ts";
import quotas from "./quotas/index.ts";
import security from "./security/index.ts";
import upgrade from "./upgrade/index.ts";
import versions from "./versions/index.ts";
import type { ModelPart, Rule } from "./rule.ts";

/** Every rule of the project, in the order of the documentation. */
export const catalogue: readonly Rule[] = [
  ...versions,
  ...helmValues,
  ...datapath,
  ...addresses,
  ...network,
  ...controlPlane,
  ...nodes,
  ...identity,
  ...quotas,
  ...security,
  ...lifecycle,
  ...gateway,
  ...observability,
  ...hybrid,
  ...karpenter,
  ...inference,
  ...mesh,
  ...fleet,
  ...live,
  ...upgrade,
  ...migration,
];

/** Parts of the model that no plan of one cluster has: a cluster that runs, where it goes from there, several clusters. */
const BEYOND_A_PLAN: readonly ModelPart[] = ["live", "upgrade", "migration", "fleet"];

/** Those that judge what is planned of one cluster. */
export const planRules: readonly Rule[] = catalogue.filter(
  ({ needs }) => !needs.some((part) => BEYOND_A_PLAN.includes(part)),
);

/** Those on several clusters, by their fleet file. */
export const fleetRules: readonly Rule[] = fleet;
