import { distance } from "fastest-levenshtein";

/** The known word that was probably meant: one contains the other, or at most every third letter differs. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const score = (candidate: string): number => {
    const lower = candidate.toLowerCase();
    return lower.includes(typed) || typed.includes(lower) ? 1 : distance(typed, lower);
  };
  const [best] = known.toSorted((a, b) => score(a) - score(b) || a.localeCompare(b));
  return best !== undefined && score(best) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}
