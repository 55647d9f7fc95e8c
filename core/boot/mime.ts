import { textOfBase64 } from "../text/base64.ts";

/** One part of a MIME multipart document. */
export interface MimePart {
  readonly contentType: string;
  readonly body: string;
}

/** Fixed, so that the same plan gives the same bytes; long enough to stand in no configuration by accident. */
const BOUNDARY = "==cilium-eks-user-data==";

/** A MIME multipart document, as cloud-init and nodeadm read it. */
export function writeMime(parts: readonly MimePart[]): string {
  const body = parts.flatMap(({ contentType, body }) => [
    `--${BOUNDARY}`,
    `Content-Type: ${contentType}`,
    "",
    body.trimEnd(),
    "",
  ]);
  return [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    "",
    ...body,
    `--${BOUNDARY}--`,
    "",
  ].join("\n");
}

/** The parts of a MIME multipart document, or undefined where the text is not one. */
export function readMime(text: string): MimePart[] | undefined {
  const lines = text.replaceAll("\r\n", "\n");
  const boundary = /^content-type:\s*multipart\/[^;]+;(?:[^\n]*\n\s+)?[^\n]*boundary="?([^"\n;]+)"?/im.exec(
    headersOf(lines),
  )?.[1];
  if (boundary === undefined) return undefined;
  const [, ...sections] = `\n${lines}`.split(`\n--${boundary}`);
  return sections.filter((section) => !section.startsWith("--")).map(readPart);
}

const headersOf = (text: string): string => text.trimStart().split(/\n\s*\n/, 1)[0] ?? "";

function readPart(section: string): MimePart {
  const text = section.replace(/^[^\n]*\n/, "");
  const end = /\n\s*\n/.exec(`\n${text}`);
  const headers = end === null ? text : text.slice(0, end.index);
  const raw = end === null ? "" : text.slice(end.index + end[0].length - 1);
  const contentType = /^content-type:\s*([^;\n]+)/im.exec(headers)?.[1]?.trim().toLowerCase() ?? "text/plain";
  const base64 = /^content-transfer-encoding:\s*base64/im.test(headers);
  return { contentType, body: base64 ? textOfBase64(raw) : raw };
}
