import type { TableName } from "../../core/facts/dated.ts";
import addons from "./addons.ts";
import calendar from "./calendar.ts";
import charts from "./charts.ts";
import images from "./images.ts";
import instances from "./instances.ts";
import keys from "./keys.ts";
import metrics from "./metrics.ts";
import prices from "./prices.ts";
import quotas from "./quotas.ts";
import type { Refresher } from "./table.ts";

/** What each table is held against; a table that is missing is kept by hand. */
export const REFRESHERS: Readonly<Partial<Record<TableName, Refresher>>> = {
  calendar,
  cilium: charts,
  controllers: charts,
  images,
  addons,
  prices,
  quotas,
  instances,
  keys,
  metrics,
};
