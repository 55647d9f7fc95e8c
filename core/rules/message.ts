import type { FindingDraft } from "../findings/finding.ts";

/** A finding as the message of a policy violation; {@link readMessage} reads it back, so that no lens loses the parts. */
export const writeMessage = (
  { subject, path, found, expected, fix }: FindingDraft,
  reason?: { readonly why: string; readonly source: string },
): string =>
  [
    `${subject}, ${path}`,
    `found: ${found}`,
    `expected: ${expected}`,
    `fix: ${fix}`,
    ...(reason === undefined ? [] : [`why: ${reason.why} (${reason.source})`]),
  ].join("\n");

const MESSAGE =
  /^(?<subject>.*), (?<path>[^\n]*)\nfound: (?<found>.*?)\nexpected: (?<expected>.*?)\nfix: (?<fix>.*?)(?:\nwhy: .*)?(?![\s\S])/ms;

/** The parts of a message, or undefined where it is not one of ours. */
export function readMessage(text: string): FindingDraft | undefined {
  const groups = MESSAGE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { subject = "", path = "", found = "", expected = "", fix = "" } = groups;
  return { subject, path, found, expected, fix };
}
