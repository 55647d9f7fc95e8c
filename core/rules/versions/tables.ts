import { newestTable } from "../../facts/dated.ts";
import { daysBetween } from "../../facts/kubernetes.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";

export default rulesOn(wholeModel("deployment"), [
  {
    id: "versions-tables-current",
    severity: "warning",
    title: "The tables that a plan is judged by are of these months",
    why: "Calendar, node images, quotas, instance types and Helm keys change from outside. Of what came after the newest table nothing here can warn.",
    source: "core/facts/dated.ts; `npm run facts:age` lists them",
    fix: "Update pulumi-cilium-eks, or raise cluster.maxTableAgeDays and check the versions yourself.",
    *check({ deployment: { asOf, maxTableAgeDays } }) {
      if (asOf === undefined || maxTableAgeDays === undefined) return;
      const newest = newestTable();
      const age = daysBetween(newest.read, asOf);
      if (age <= maxTableAgeDays) return;
      yield {
        subject: "tables of this release",
        path: "cluster.maxTableAgeDays",
        found: `the newest, ${newest.name}, of ${newest.read}, ${String(age)} days before ${asOf}`,
        expected: `at most ${String(maxTableAgeDays)} days`,
      };
    },
  },
]);
