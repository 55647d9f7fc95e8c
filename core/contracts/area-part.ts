import type { RateKey } from "../facts/prices.ts";
import type { QuotaKey } from "../facts/quotas.ts";
import type { ClusterModel } from "../model/index.ts";

/** Lists of the model that every area adds to. */
const SHARED_LISTS = ["objects", "releases", "identity", "securityGroups"] as const;
type SharedList = (typeof SHARED_LISTS)[number];

/** What an area (Gateway, observability, hybrid, Karpenter, inference) adds to the plan of a cluster. */
export interface AreaPart extends Partial<
  Pick<ClusterModel, SharedList | "gateway" | "observability" | "hybrid" | "karpenter" | "inference" | "gatewayApi">
> {
  readonly quotas?: readonly QuotaUse[];
  readonly origins?: Origins;
  readonly billed?: readonly BilledItem[];
  /** What a reader should know that is no fault. */
  readonly notes?: readonly string[];
  /** Tables that `plan` prints: listeners, addresses, pools. */
  readonly sections?: readonly PlanSection[];
}

/**
 * Where the stack file speaks of a part of the model: path in the model to path in the settings. What stands below the one
 * stands below the other too, or, with `.*` at the end of the first, is told at the second as a whole.
 */
export type Origins = Readonly<Record<string, string>>;

/** So many of a quota are used. */
export interface QuotaUse {
  readonly key: QuotaKey;
  readonly count: number;
}

export interface PlanSection {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** It says what a change does to a stack that runs. */
  readonly isChange?: true;
}

/** The model with what the areas add: lists grow, an area's own part is put in. */
export const withParts = (model: ClusterModel, parts: readonly AreaPart[]): ClusterModel =>
  parts.reduce<ClusterModel>((whole, part) => ({ ...whole, ...ownParts(part), ...grown(whole, part) }), model);

const ownParts = ({
  gateway,
  observability,
  hybrid,
  karpenter,
  inference,
  gatewayApi,
}: AreaPart): Partial<ClusterModel> => ({
  ...(gateway === undefined ? {} : { gateway }),
  ...(observability === undefined ? {} : { observability }),
  ...(hybrid === undefined ? {} : { hybrid }),
  ...(karpenter === undefined ? {} : { karpenter }),
  ...(inference === undefined ? {} : { inference }),
  ...(gatewayApi === undefined ? {} : { gatewayApi }),
});

const grown = (whole: ClusterModel, part: AreaPart): Partial<ClusterModel> =>
  Object.fromEntries(
    SHARED_LISTS.flatMap((list) => {
      const added: readonly unknown[] = part[list] ?? [];
      return added.length === 0 ? [] : [[list, [...(whole[list] ?? []), ...added]]];
    }),
  );
/** Something that AWS bills, counted. */
export interface BilledItem {
  readonly item: string;
  readonly count: number;
  /** At the groups' least and at their most; the count where left out. */
  readonly min?: number;
  readonly max?: number;
  /** What one of it costs, by rows of the price table; none where it is billed by volume, or at a price that moves. */
  readonly rates?: readonly { readonly rate: RateKey; readonly amount: number }[];
  /** What is billed by volume, and by what. */
  readonly byVolume?: string;
}
