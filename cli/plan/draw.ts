import type { Style } from "../shared/terminal.ts";
import type { Detail } from "../shared/report/findings-text.ts";
import type { EvaluatedCluster } from "./evaluated.ts";
import type { PlanFormat } from "./index.ts";
import type { PlanDocument } from "./types.ts";

interface Look {
  readonly style: Style;
  readonly quiet: boolean;
  readonly full: boolean;
  readonly detail: Detail;
  /** What was judged, for the page: it plays their growth. */
  readonly clusters?: readonly EvaluatedCluster[];
}

/** A plan in one of its formats; each is loaded when it is asked for. */
export async function draw(document: PlanDocument, format: PlanFormat, { style, ...look }: Look): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case "sarif":
      return (await import("../shared/report/sarif.ts")).toSarif({
        command: "plan",
        about: document.stack,
        ...document,
      });
    case "junit":
      return (await import("../shared/report/junit.ts")).toJunit({
        command: "plan",
        about: document.stack,
        ...document,
      });
    case "html":
      return (await import("./html/page.ts")).toHtml(document, look.clusters);
    case "markdown":
      return (await import("./markdown.ts")).toMarkdown(document);
    case "text":
      return (await import("./text.ts")).toText(document, style, look);
    default:
      return format satisfies never;
  }
}
