import { type StateResource, isStateResource, readState } from "../../core/changes/state.ts";
import { type Document, isMap } from "../input.ts";
import { readingOfProgram } from "../program.ts";
import type { Reader, Reading } from "../reader.ts";
import { valueAt } from "../values.ts";
import { locatedIn, registeredState } from "./resources.ts";

/** What `pulumi preview --json` and `pulumi stack export` write, of programs in any language. */
export const pulumi: Reader = {
  id: "pulumi",
  reads: "Pulumi previews and states",
  recognises: ({ format, keys }) => format === "json" && (isPreview(keys) || isState(keys)),
  read: (documents) => {
    const all = documents.map(readDocument);
    const isWhole = all.every((one) => one.isWhole);
    const located = all.flatMap(({ resources }, at) =>
      locatedIn(documents[at]?.input ?? "", registeredState(resources)),
    );
    return { ...readingOfProgram(located, isWhole), notes: all.flatMap(({ notes }) => notes) } satisfies Reading;
  },
};

const isPreview = (keys: readonly string[]): boolean =>
  keys.includes("steps") && ["changeSummary", "duration", "config", "diagnostics"].some((key) => keys.includes(key));

const isState = (keys: readonly string[]): boolean =>
  keys.includes("version") && (keys.includes("deployment") || keys.includes("checkpoint"));

interface Found {
  readonly resources: readonly StateResource[];
  readonly isWhole: boolean;
  readonly notes: readonly string[];
}

function readDocument(document: Document): Found {
  const { keys, value } = document;
  if (isPreview(keys)) return readPreview(document);
  // A file of a backend of one's own holds the same one level deeper.
  const deployment = valueAt(value, ["deployment"]) ?? valueAt(value, ["checkpoint", "latest"]);
  return { resources: readState({ deployment }) ?? [], isWhole: true, notes: [] };
}

/** Operations after which the resource is gone (pulumi/pulumi pkg/resource/deploy/step.go). */
const GONE: ReadonlySet<unknown> = new Set([
  "delete",
  "delete-replaced",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
]);

function readPreview({ input, value }: Document): Found {
  const steps = valueAt(value, ["steps"]);
  const found = new Map<string, StateResource>();
  for (const step of Array.isArray(steps) ? (steps as unknown[]) : []) {
    if (!isMap(step) || GONE.has(step["op"])) continue;
    const state = step["newState"];
    if (isStateResource(state)) found.set(state.urn, state);
  }
  const hidden = hiddenIn(value);
  const errors = valueAt(value, ["diagnostics"]);
  const failed = Array.isArray(errors) && errors.some((one) => valueAt(one, ["severity"]) === "error");
  return {
    resources: [...found.values()],
    isWhole: hidden === 0 && !failed,
    notes: [
      ...(hidden > 0
        ? [
            `${input}: the preview leaves out ${String(hidden)} resources that do not change, and they were not judged. Write it by: pulumi preview --json --show-sames`,
          ]
        : []),
      ...(failed ? [`${input}: the preview ended in an error, so what comes after it is missing.`] : []),
    ],
  };
}

/** Resources that stay the same are counted, and shown only where somebody asks. */
function hiddenIn(value: unknown): number {
  const same = valueAt(value, ["changeSummary", "same"]);
  if (typeof same !== "number") return 0;
  const steps = valueAt(value, ["steps"]);
  const shown = Array.isArray(steps) ? steps.filter((step) => valueAt(step, ["op"]) === "same").length : 0;
  return Math.max(0, same - shown);
}
