import type { ServiceMap } from "../flows/types.ts";
import type { PageView } from "./data.ts";
import { layOut } from "./layout.ts";
import { type PageOptions, pageModel } from "./model.ts";
import { pageHtml } from "./page.ts";
import { planViews } from "./views.ts";

/** A page that holds everything it needs: it is read without a network, and the same map gives the same page. */
export async function renderHtml(map: ServiceMap, options: PageOptions = {}): Promise<string> {
  const model = pageModel(map, options);
  const { views: plans, collapsed } = planViews(model);
  const views: PageView[] = [];
  // One after the other: the layout library works on one thread and keeps each graph in memory.
  for (const plan of plans) views.push(await layOut(plan, model));
  return pageHtml({ ...model, views, ...(collapsed === undefined ? {} : { collapsed }) });
}
