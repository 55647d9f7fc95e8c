import { LogType, SupportType } from "../settings/cluster.ts";

/** The public endpoint is off: it is opened only where a stack says so, with its CIDRs (Security Hub EKS.1). */
export const DEFAULT_PUBLIC_ACCESS = false;

/** All five, because the security baselines ask for all five (checkov CKV_AWS_37); ingestion is billed by volume. */
export const DEFAULT_LOG_TYPES: readonly LogType[] = Object.values(LogType);
/** A year (checkov CKV_AWS_338). Storage is the small part of the price; ingestion is the large one. */
export const DEFAULT_LOG_RETENTION_DAYS = 365;

/** Off, as in EKS itself: switched on, a destroy takes two steps. */
export const DEFAULT_DELETION_PROTECTION = false;
/** No surcharge without asking. EKS's own default is EXTENDED, which bills six times the price from the end of standard support on. */
export const DEFAULT_UPGRADE_POLICY: SupportType = SupportType.Standard;

/** Days between the deletion of the KMS key in a destroy and its end; the most that KMS allows, because the secrets go with it. */
export const KEY_DELETION_WINDOW_DAYS = 30;

/** Public access CIDRs of an endpoint: at most 40, not adjustable (EKS user guide: service-quotas). */
export const MAX_PUBLIC_ACCESS_CIDRS = 40;
