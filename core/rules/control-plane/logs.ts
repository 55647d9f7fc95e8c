import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import { LOG_RETENTION_SOURCE, retentionFault } from "../../facts/log-retention.ts";
import { LogType } from "../../settings/cluster.ts";

const LOG_TYPES: readonly string[] = Object.values(LogType);

export default rulesOn(controlPlane, [
  {
    id: "control-plane-log-types",
    severity: "error",
    title: "Control-plane log types exist",
    why: "EKS refuses unknown ones, after other resources were created.",
    source: "EKS user guide: control-plane-logs",
    fix: "Correct the names.",
    *check({ logTypes }) {
      const wrong = logTypes.filter((type) => !LOG_TYPES.includes(type));
      if (wrong.length === 0) return;
      yield { at: "logs.types", found: wrong.join(", "), expected: LOG_TYPES.join(", ") };
    },
  },
  {
    id: "control-plane-log-retention",
    severity: "error",
    title: "The retention of the logs is one that CloudWatch Logs offers",
    why: "CloudWatch Logs refuses any other number of days.",
    source: LOG_RETENTION_SOURCE,
    fix: "Use a number of days that CloudWatch Logs offers.",
    *check({ logRetentionDays: days }) {
      // 0 means for ever; another rule speaks of that.
      const fault = days === 0 ? undefined : retentionFault(days);
      if (fault !== undefined) yield { at: "logs.retentionDays", ...fault };
    },
  },
  {
    id: "control-plane-log-group",
    severity: "warning",
    title: "The program owns the log group of the control plane",
    why: "EKS otherwise makes one that keeps everything for ever, costs for ever, and stays after the cluster is gone.",
    source: "EKS user guide: control-plane-logs; terraform-aws-eks main.tf",
    fix: "Create the log group with retentionInDays and let the cluster depend on it.",
    *check({ name, logTypes, logRetentionDays, existing }) {
      if (existing !== undefined || logTypes.length === 0 || (logRetentionDays ?? 0) > 0) return;
      yield {
        at: "logs.retentionDays",
        found: logRetentionDays === 0 ? "a retention of 0, which is for ever" : "no log group of the program's own",
        expected: `a log group /aws/eks/${name}/cluster with a retention, made before the cluster`,
      };
    },
  },
]);
