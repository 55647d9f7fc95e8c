import { linksOf } from "../../../core/findings/links.ts";
import { ruleTextsOf } from "../rule-texts.ts";
import type { PlacedFinding, TaughtFinding } from "./types.ts";

/** A finding with what its rule says of itself. A rule of somebody else's pack says only what it found. */
export function teach<F extends PlacedFinding>(finding: F): F & TaughtFinding {
  const texts = ruleTextsOf(finding.rule);
  if (texts === undefined) return finding;
  const { title, why, symptom, source } = texts;
  const links = linksOf(source);
  return {
    ...finding,
    title,
    why,
    ...(symptom === undefined ? {} : { symptom }),
    source,
    ...(links.length === 0 ? {} : { links }),
  };
}
