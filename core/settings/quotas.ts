/** Service Quotas: stack key `cilium-eks:quotas`. */
export interface QuotaSettings {
  /** Read the account's quotas while deploying, and which zones offer the instance types, and warn where they do not suffice. Needs `servicequotas:GetServiceQuota` and `ec2:DescribeInstanceTypeOfferings`; only quotas of which the plan needs more than half the default are read. @default true */
  readonly check?: boolean;
  /** Quota codes for which an increase may be requested, for example `L-DF5E4CA3`: one is, where the plan needs more than `current` (or AWS's default) says. Requests only go up and are never waited for; AWS decides in minutes to days. Free, and cannot be taken back. @known quota-codes @example ["L-DF5E4CA3"] */
  readonly request?: readonly string[];
  /** What the account has, by quota code, where you know it: makes the offline plan exact. Subtract what else the account uses. @fraction @minimum 0 @known quota-codes @example { "L-DF5E4CA3": 10000 } */
  readonly current?: Readonly<Record<string, number>>;
}
