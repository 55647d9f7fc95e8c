import type { BilledItem } from "../contracts/area-part.ts";
import { PRICED_REGION, PRICES_DATE, monthlyPrice } from "../facts/prices.ts";

/** What a plan costs a month, as far as that is fixed. */
export interface Money {
  readonly currency: "USD";
  /** Region whose prices these are, and their day; undefined where all come from the user's own file. */
  readonly region: string;
  readonly date: string;
  /** The stack's own Region, where the prices are another's. */
  readonly elsewhere?: string;
  readonly rows: readonly MoneyRow[];
  readonly total: Sizes;
}

interface Sizes {
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

interface MoneyRow {
  readonly item: string;
  readonly count: number;
  /** USD a month at each size of the node groups; undefined without a price. */
  readonly monthly?: Sizes;
  /** By what the rest of it is billed. */
  readonly byVolume?: string;
}

/** Rates of the user's own, USD an hour (a month for `gp3`, `kmsKey` and `cloudWatchAlarm`) by the names of the price table. */
export type OwnRates = Readonly<Record<string, number>>;

const round = (usd: number): number => Math.round(usd * 100) / 100;

/** The fixed part of what AWS bills a month, on demand and without discounts. */
export function moneyOf(billed: readonly BilledItem[], region: string, own: OwnRates = {}): Money {
  const rows = billed.map((one) => rowOf(one, own));
  const sum = (size: keyof Sizes): number =>
    round(rows.reduce((total, { monthly }) => total + (monthly?.[size] ?? 0), 0));
  const isElsewhere = region !== PRICED_REGION && Object.keys(own).length === 0;
  return {
    currency: "USD",
    region: PRICED_REGION,
    date: PRICES_DATE,
    ...(isElsewhere ? { elsewhere: region } : {}),
    rows,
    total: { min: sum("min"), desired: sum("desired"), max: sum("max") },
  };
}

function rowOf({ item, count, min = count, max = count, rates, byVolume }: BilledItem, own: OwnRates): MoneyRow {
  const each = (rates ?? []).map(({ rate, amount }) => {
    const price = monthlyPrice(rate, own);
    return price === undefined ? undefined : price * amount;
  });
  const unit =
    each.length === 0 || each.includes(undefined) ? undefined : each.reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
  return {
    item,
    count,
    ...(unit === undefined
      ? {}
      : { monthly: { min: round(unit * min), desired: round(unit * count), max: round(unit * max) } }),
    ...(byVolume === undefined ? {} : { byVolume }),
  };
}
