import type { ServiceMap } from "./types.ts";

const HEAD = ["from", "to", "protocol", "port", "events", "answers", "denied", "reasons", "first seen", "last seen"];

/** One row an edge (RFC 4180). */
export function toCsv({ edges }: ServiceMap): string {
  const rows = edges.map((edge) => [
    edge.source,
    edge.destination,
    edge.protocol,
    edge.port,
    edge.flows,
    edge.replies,
    (edge.verdicts.DROPPED ?? 0) + (edge.verdicts.ERROR ?? 0),
    Object.keys(edge.dropReasons).join(" "),
    edge.firstSeen ?? "",
    edge.lastSeen ?? "",
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Names come from whoever sends packets, and a spreadsheet takes what begins with these signs for a formula (OWASP: CSV injection). */
function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
