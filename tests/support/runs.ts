/**
 * How often a property is tried: as often as CI has time for, and `PROPERTY_RUNS` times that where a search may take long
 * (`PROPERTY_RUNS=10 npx vitest run --project unit`).
 */
export const runs = (usual: number): number => Math.round(usual * Number(process.env["PROPERTY_RUNS"] ?? 1));
