import { distance } from "fastest-levenshtein";

/** How far a word may be from a candidate and still be called a misspelling of it. */
const tolerance = (word: string): number => Math.max(2, Math.floor(word.length / 4));

const letters = (word: string): string => word.split("").toSorted().join("");

/** Two other letters of three make another word (`all`, `api`), two that changed places do not (`wbe`, `web`). */
const isOtherWord = (wanted: string, candidate: string, far: number): boolean =>
  wanted.length < 4 && far > 1 && letters(wanted) !== letters(candidate);

/**
 * The candidates that a word was probably meant to be, nearest first, at most `limit`: the best match and those one letter
 * further. Case does not count; equal distances keep the candidates' order.
 */
export function suggest(word: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = word.toLowerCase();
  const allowed = tolerance(word);
  const near: { candidate: string; far: number }[] = [];
  for (const candidate of candidates) {
    // The difference in length is a lower bound of the distance, and much cheaper.
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const far = distance(wanted, candidate.toLowerCase());
    if (far <= allowed && !isOtherWord(wanted, candidate.toLowerCase(), far)) near.push({ candidate, far });
  }
  const best = Math.min(...near.map(({ far }) => far));
  return near
    .filter(({ far }) => far === best || (best > 0 && far === best + 1))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** The one that a word was probably meant to be: the nearest by letters, else the first that holds the word or stands in it. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const holds = (candidate: string): boolean =>
    Math.min(word.length, candidate.length) > 2 && (candidate.includes(wanted) || wanted.includes(candidate));
  const [near] = suggest(word, candidates, 1);
  return near ?? candidates.find((candidate) => holds(candidate.toLowerCase()));
}

/** `Did you mean a or b?`, or nothing where there is no candidate. */
export function didYouMean(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return "";
  const last = suggestions.at(-1) ?? "";
  const head = suggestions.slice(0, -1);
  return `Did you mean ${head.length === 0 ? last : `${head.join(", ")} or ${last}`}?`;
}
