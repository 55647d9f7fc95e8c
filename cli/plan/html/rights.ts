import type { PlannedResource } from "../types.ts";
import { escape } from "../../shared/markup.ts";
import { folded, table } from "./markup.ts";

interface Statement {
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Effect?: string;
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** What each role may do, from its own policies and the managed ones attached to it. */
export function rightsPart(resources: readonly PlannedResource[]): string {
  const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
  return roles
    .map((role) => {
      const of = resources.filter(
        ({ type, dependencies }) => type.startsWith("aws:iam/rolePolicy") && dependencies.includes(role.urn),
      );
      const own = of.flatMap(({ inputs }) => statementsOf(inputs));
      const managed = of.flatMap(({ inputs }) => textAt(inputs, "policyArn"));
      const rows = own.map(({ Effect = "Allow", Action, Resource }) => [
        Effect,
        list(Action).join(", "),
        list(Resource).join(", "),
      ]);
      const body = `${managed.length === 0 ? "" : `<p>Managed: ${managed.map((arn) => `<code>${escape(arn)}</code>`).join(", ")}</p>`}${rows.length === 0 ? "" : table(["effect", "actions", "resources"], rows)}`;
      const actions = own.reduce((sum, { Action }) => sum + list(Action).length, 0);
      return folded(
        `${role.name}: ${String(actions)} actions of its own, ${String(managed.length)} managed policies`,
        body === "" ? "<p>Its policies are known only while deploying.</p>" : body,
      );
    })
    .join("");
}

const textAt = (inputs: unknown, key: string): readonly string[] => {
  const value = typeof inputs === "object" && inputs !== null ? (inputs as Record<string, unknown>)[key] : undefined;
  return typeof value === "string" ? [value] : [];
};

function statementsOf(inputs: unknown): readonly Statement[] {
  const [policy] = textAt(inputs, "policy");
  if (policy === undefined) return [];
  try {
    const { Statement } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
    return Statement === undefined
      ? []
      : Array.isArray(Statement)
        ? (Statement as readonly Statement[])
        : [Statement as Statement];
  } catch {
    return [];
  }
}

const POLICY = /:(CiliumNetworkPolicy|CiliumClusterwideNetworkPolicy|NetworkPolicy)$/;

/** Network policies that the plan makes. */
export function policiesPart(resources: readonly PlannedResource[]): string {
  const rows = resources
    .filter(({ type }) => POLICY.test(type))
    .map(({ name, type, inputs }) => [
      type.split(":").at(-1) ?? "",
      name,
      JSON.stringify((inputs as { spec?: unknown }).spec ?? {}),
    ]);
  return rows.length === 0 ? "" : table(["kind", "name", "spec"], rows);
}
