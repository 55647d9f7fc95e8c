/** Days that CloudWatch Logs keeps a log group's events, the only numbers that it takes (API reference: PutRetentionPolicy). */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const LOG_RETENTION_SOURCE = "CloudWatch Logs API reference: PutRetentionPolicy";

/** What is wrong with a retention, and the next longer one that is offered. */
export function retentionFault(
  days: number | undefined,
): { readonly found: string; readonly expected: string; readonly fix: string } | undefined {
  if (days === undefined || LOG_RETENTION_DAYS.includes(days)) return undefined;
  const next = LOG_RETENTION_DAYS.find((offered) => offered > days) ?? LOG_RETENTION_DAYS.at(-1);
  return {
    found: `${String(days)} days`,
    expected: `one of ${LOG_RETENTION_DAYS.join(", ")}`,
    fix: `Use ${String(next)}.`,
  };
}
