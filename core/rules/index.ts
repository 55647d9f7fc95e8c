import addresses from "./addresses/index.ts";
import controlPlane from "./control-plane/index.ts";
import datapath from "./datapath/index.ts";
import gateway from "./gateway/index.ts";
import helmValues from "./helm-values/index.ts";
import hybrid from "./hybrid/index.ts";
import identity from "./identity/index.ts";
import inference from "./inference/index.ts";
import karpenter from "./karpenter/index.ts";
import lifecycle from "./lifecycle/index.ts";
import live from "./live/index.ts";
import mesh from "./mesh/index.ts";
import network from "./network/index.ts";
import nodes from "./nodes/index.ts";
import observability from "./observability/index.ts";
import quotas from "./quotas/index.ts";
import security from "./security/index.ts";
import upgrade from "./upgrade/index.ts";
import versions from "./versions/index.ts";
import type { Rule } from "./rule.ts";

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
  ...live,
  ...upgrade,
];

/** Those that judge what is planned: the others need a cluster that runs, or a way from one version to another. */
export const planRules: readonly Rule[] = catalogue.filter(
  ({ needs }) => !needs.includes("live") && !needs.includes("upgrade"),
);
