import { UNKNOWN } from "../../core/model/unknown.ts";
import { valueAt } from "../values.ts";
import type { Instance } from "./instances.ts";
import { present } from "../../core/model/present.ts";

const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

/**
 * The document that `data.aws_iam_policy_document` makes. Where an ARN in it is known after apply only its text is unknown: the
 * statements are written in the plan.
 */
export function policyDocument({ values }: Instance): unknown {
  const { json } = values;
  if (typeof json === "string") return json;
  const others = [...list(values["source_policy_documents"]), ...list(values["override_policy_documents"])];
  return {
    Statement: [...list(values["statement"]).map(statement), ...(others.length === 0 ? [] : [UNKNOWN])],
  };
}

function statement(block: unknown): unknown {
  if (block === UNKNOWN) return UNKNOWN;
  const at = (key: string): unknown => valueAt(block, [key]);
  return {
    Effect: at("effect") ?? "Allow",
    ...present("Action", at("actions")),
    ...present("NotAction", at("not_actions")),
    ...present("Resource", at("resources")),
    ...present("Principal", principals(at("principals"))),
    ...present("Condition", conditions(at("condition"))),
  };
}

function principals(blocks: unknown): unknown {
  const all = list(blocks);
  if (blocks === UNKNOWN || all.includes(UNKNOWN)) return UNKNOWN;
  const named = all.map((block) => [String(valueAt(block, ["type"])), valueAt(block, ["identifiers"])] as const);
  return named.length === 0 ? undefined : Object.fromEntries(named);
}

/** `{StringEquals: {"…:sub": […]}}`; unknown as a whole where the name of a variable is, as of a provider that is made with it. */
function conditions(blocks: unknown): unknown {
  const all = list(blocks);
  if (blocks === UNKNOWN || all.includes(UNKNOWN)) return UNKNOWN;
  const found: Record<string, Record<string, unknown>> = {};
  for (const block of all) {
    const [test, variable] = [valueAt(block, ["test"]), valueAt(block, ["variable"])];
    if (typeof test !== "string" || typeof variable !== "string") return UNKNOWN;
    if (test === "__proto__" || variable === "__proto__") continue;
    (found[test] ??= {})[variable] = valueAt(block, ["values"]);
  }
  return all.length === 0 ? undefined : found;
}
