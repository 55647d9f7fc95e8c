/** Names of the first zones of a Region. Letters differ between accounts in a few Regions; those stacks name their zones. */
export const zoneNames = (region: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${region}${String.fromCodePoint(97 + index)}`);
