import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import { cidrFault, prefixLength } from "../../net/cidr.ts";
import { LogType } from "../../settings/cluster.ts";
import { each } from "../../model/unknown.ts";

/** A block larger than this is no list of known clients any more. */
const WIDEST_PREFIX = 16;

const RETENTION_DAYS = 365;

export default rulesOn(controlPlane, [
  {
    id: "security-endpoint-open",
    severity: "warning",
    title: "The public endpoint is open to known clients only",
    why: "Everybody in the range can try credentials and unpatched flaws on the API server.",
    source: "Security Hub EKS.1 (AWS Config eks-endpoint-no-public-access); checkov CKV_AWS_38, CKV_AWS_39",
    fix: "Name the addresses that your people and pipelines come from.",
    *check({ publicAccess, publicAccessCidrs }) {
      if (!publicAccess) return;
      yield* each(publicAccessCidrs.entries(), function* ([at, cidr]) {
        if (cidr !== "::/0" && (cidrFault(cidr) !== undefined || prefixLength(cidr) >= WIDEST_PREFIX)) return;
        yield {
          at: `endpoint.publicAccessCidrs.${String(at)}`,
          found:
            cidr === "0.0.0.0/0" || cidr === "::/0" ? `${cidr}, the whole internet` : `${cidr}, a very large range`,
          expected: `blocks of /${String(WIDEST_PREFIX)} or smaller, or a private endpoint`,
        };
      });
    },
  },
  {
    id: "security-logs-complete",
    severity: "warning",
    title: "Every control-plane log type is kept",
    why: "Without audit and authenticator logs nobody can tell afterwards who did what; the others show why the scheduler or a controller failed.",
    source:
      "checkov CKV_AWS_37; EKS best practices: security, detective controls; UNVERIFIED id: Security Hub EKS.8 (audit)",
    fix: "Keep all five log types; ingestion is billed by volume.",
    *check({ logTypes: kept }) {
      const missing = Object.values(LogType).filter((type) => !kept.includes(type));
      if (missing.length === 0) return;
      yield {
        at: "logs.types",
        found: `no ${missing.join(", ")}`,
        expected: Object.values(LogType).join(", "),
        fix: `Add ${missing.join(", ")}; ingestion is billed by volume.`,
      };
    },
  },
  {
    id: "security-logs-retention",
    severity: "warning",
    title: "Control-plane logs are kept for a year",
    why: "Intrusions are often found months later.",
    source: "checkov CKV_AWS_338",
    fix: `Set retentionDays to ${String(RETENTION_DAYS)}.`,
    *check({ logTypes: kept, logRetentionDays: days }) {
      if (kept.length === 0 || days === undefined || days === 0 || days >= RETENTION_DAYS) return;
      yield {
        at: "logs.retentionDays",
        found: `${String(days)} days`,
        expected: `${String(RETENTION_DAYS)} days or more`,
      };
    },
  },
  {
    id: "security-secrets-key",
    severity: "warning",
    title: "Kubernetes secrets are encrypted by a customer's key",
    why: "EKS encrypts them anyway, since Kubernetes 1.28, but by a key of its own: you cannot see its use in CloudTrail or withdraw it, and scanners report its absence. The choice is for life: a key cannot be removed from a cluster, and deleting the key loses the secrets.",
    source:
      "EKS user guide: envelope-encryption; AWS Config eks-secrets-encrypted; checkov CKV_AWS_58; UNVERIFIED id: Security Hub EKS.3",
    fix: "Set createSecretsKey, or secretsKeyArn; it can be added to a running cluster too.",
    *check({ customerKey: present }) {
      if (present) return;
      yield {
        at: "createSecretsKey",
        found: "AWS's own key",
        expected: "a KMS key of the account",
      };
    },
  },
  {
    id: "security-deletion-protection",
    severity: "warning",
    title: "The cluster is protected from deletion",
    why: "One wrong command deletes the control plane with everything in it. With the protection a destroy takes two steps.",
    source: "EKS user guide: deletion-protection",
    fix: "Set deletionProtection to true, or waive this for clusters that come and go.",
    *check({ deletionProtection: on }) {
      if (on) return;
      yield {
        at: "deletionProtection",
        found: "off",
        expected: "on",
      };
    },
  },
]);
