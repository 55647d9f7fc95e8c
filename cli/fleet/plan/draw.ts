import type { Detail } from "../../shared/report/findings-text.ts";
import type { Style } from "../../shared/terminal.ts";
import type { FleetPlanFormat } from "../index.ts";
import type { FleetDocument } from "./types.ts";

export interface Look {
  readonly style: Style;
  readonly quiet: boolean;
  readonly detail: Detail;
  /** A row for every cluster. */
  readonly full: boolean;
}

/** The fleet in one of its formats; each is loaded when it is asked for. */
export async function draw(document: FleetDocument, format: FleetPlanFormat, look: Look): Promise<string> {
  const judged = { command: "fleet plan", about: document.fleetFile, ...document };
  switch (format) {
    case "json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case "sarif":
      return (await import("../../shared/report/sarif.ts")).toSarif(judged);
    case "junit":
      return (await import("../../shared/report/junit.ts")).toJunit(judged);
    case "markdown":
      return (await import("./markdown.ts")).toMarkdown(document);
    case "text":
      return (await import("./text.ts")).toText(document, look);
    default:
      return format satisfies never;
  }
}
