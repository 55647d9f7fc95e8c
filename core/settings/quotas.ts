/** Service Quotas: stack key `cilium-eks:quotas`. */
export interface QuotaSettings {
  /** Compare what the plan needs with what the account has, at deployment. */
  readonly check?: boolean;
  /** Quota codes for which an increase may be requested, for example `L-DF5E4CA3`. Requests only go up and are never waited for. */
  readonly request?: readonly string[];
  /** What the account has, by quota code, where you know it: makes the offline plan exact. */
  readonly current?: Readonly<Record<string, number>>;
}
