import { LOG_RETENTION_DAYS } from "../../control-plane/defaults.ts";
import { LogType } from "../../settings/cluster.ts";
import { rule } from "../rule.ts";
import { onControlPlane } from "./common.ts";

const LOG_TYPES: readonly string[] = Object.values(LogType);

export const logTypesKnown = rule({
  id: "control-plane-log-types",
  group: "control-plane",
  severity: "error",
  title: "Control-plane log types exist",
  why: "EKS refuses unknown ones, after other resources were created.",
  source: "EKS user guide: control-plane-logs",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ logTypes }) {
      const wrong = logTypes.filter((type) => !LOG_TYPES.includes(type));
      if (wrong.length === 0) return;
      yield { at: "logs.types", found: wrong.join(", "), expected: LOG_TYPES.join(", "), fix: "Correct the names." };
    });
  },
});

export const logRetentionValid = rule({
  id: "control-plane-log-retention",
  group: "control-plane",
  severity: "error",
  title: "The retention of the logs is one that CloudWatch Logs offers",
  why: "CloudWatch Logs refuses any other number of days.",
  source: "CloudWatch Logs API reference: PutRetentionPolicy",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ logRetentionDays: days }) {
      // 0 means for ever; another rule speaks of that.
      if (days === undefined || days === 0 || LOG_RETENTION_DAYS.includes(days)) return;
      const next = LOG_RETENTION_DAYS.find((offered) => offered > days) ?? LOG_RETENTION_DAYS.at(-1);
      yield {
        at: "logs.retentionDays",
        found: `${String(days)} days`,
        expected: `one of ${LOG_RETENTION_DAYS.join(", ")}`,
        fix: `Use ${String(next)}.`,
      };
    });
  },
});

export const logRetentionSet = rule({
  id: "control-plane-log-group",
  group: "control-plane",
  severity: "warning",
  title: "The program owns the log group of the control plane",
  why: "EKS otherwise makes one that keeps everything for ever, costs for ever, and stays after the cluster is gone.",
  source: "EKS user guide: control-plane-logs; terraform-aws-eks main.tf",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ name, logTypes, logRetentionDays, existing }) {
      if (existing !== undefined || logTypes.length === 0 || (logRetentionDays ?? 0) > 0) return;
      yield {
        at: "logs.retentionDays",
        found: logRetentionDays === 0 ? "a retention of 0, which is for ever" : "no log group of the program's own",
        expected: `a log group /aws/eks/${name}/cluster with a retention, made before the cluster`,
        fix: "Create the log group with retentionInDays and let the cluster depend on it.",
      };
    });
  },
});
