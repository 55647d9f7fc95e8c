import { existsSync, readFileSync } from "node:fs";

/** The start or the end of one operation of the engine on one resource. */
export interface Step {
  readonly phase: "start" | "end";
  /** `create`, `delete`, `same`, `update`, `replace` … */
  readonly operation: string;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
}

/** The engine's own event log, one JSON object a line; it can be read while it is written. */
export function readSteps(file: string): Step[] {
  if (!existsSync(file)) return [];
  return (
    readFileSync(file, "utf8")
      .split("\n")
      // The last line may be half written.
      .slice(0, -1)
      .flatMap((line) => {
        const { resourcePreEvent: start, resOutputsEvent: end } = JSON.parse(line) as EngineEvent;
        const metadata = (start ?? end)?.metadata;
        if (metadata === undefined) return [];
        const { op: operation, type, urn } = metadata;
        return [
          {
            phase: start === undefined ? "end" : "start",
            operation,
            type,
            name: urn.split("::").slice(3).join("::"),
            urn,
          },
        ];
      })
  );
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
}
