import type { IamStatementModel, IamTrustModel } from "../core/model/index.ts";
import { issuerOfProvider } from "../core/iam/trust.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { at, isObject } from "./registered.ts";
import { present } from "../core/model/present.ts";

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** The allowing statements of a policy document, given as text or as an object; one unknown statement where it is not known. */
function allowing(policy: unknown): readonly (Statement | typeof UNKNOWN)[] {
  const parsed: unknown = typeof policy === "string" ? parseJson(policy) : policy;
  if (parsed === UNKNOWN) return [UNKNOWN];
  const statements = at(parsed, "Statement", []);
  if (statements === UNKNOWN) return [UNKNOWN];
  return list(statements as Statement | readonly Statement[]).filter(
    (statement) => !isObject(statement) || statement.Effect !== "Deny",
  );
}

/** Text that is no JSON is not for this program to judge: AWS refuses it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNKNOWN;
  }
}

export const statementsOf = (policy: unknown): IamStatementModel[] =>
  allowing(policy).map((statement) =>
    statement === UNKNOWN
      ? (UNKNOWN as never)
      : {
          actions: list(statement.Action),
          resources: list(statement.Resource),
          conditioned: statement.Condition !== undefined,
        },
  );

export const trustOf = (policy: unknown): IamTrustModel[] =>
  allowing(policy).map((statement) => (statement === UNKNOWN ? (UNKNOWN as never) : trust(statement)));

function trust(statement: Statement): IamTrustModel {
  const condition = at(statement, "Condition");
  if (condition === UNKNOWN) return UNKNOWN as never;
  const flat = Object.assign({}, ...Object.values(statement.Condition ?? {}).filter(isObject)) as Record<
    string,
    unknown
  >;
  const find = (suffix: string): string | undefined => {
    const key = Object.keys(flat).find((candidate) => candidate.endsWith(suffix));
    if (key === undefined) return undefined;
    const value = flat[key];
    return value === UNKNOWN ? (UNKNOWN as never) : list(value as string).join(", ");
  };
  const issuers = [
    ...new Set(
      Object.keys(flat)
        .filter((key) => /:(?:sub|aud)$/.test(key))
        .map((key) => key.replace(/:(?:sub|aud)$/, "")),
    ),
  ];
  return {
    kind: kindOf(statement),
    ...present("subject", find(":sub")),
    ...present("audience", find(":aud")),
    ...present("issuer", issuerOf(at(statement.Principal, "Federated"))),
    ...present("conditionIssuers", issuers.length === 0 ? undefined : issuers),
    actions: list(statement.Action),
  };
}

/** `…:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A` -> what follows the slash; unknown where the ARN is. */
function issuerOf(provider: unknown): string | undefined {
  if (provider === UNKNOWN) return UNKNOWN as never;
  return typeof provider === "string" && provider.includes(":oidc-provider/") ? issuerOfProvider(provider) : undefined;
}

function kindOf({ Principal, Action }: Statement): IamTrustModel["kind"] {
  if (Action === (UNKNOWN as never) || Principal === UNKNOWN) return UNKNOWN as never;
  if (list(Action).includes("sts:AssumeRoleWithWebIdentity")) return "irsa";
  const services = list(at(Principal, "Service") as string | readonly string[] | undefined);
  if (services.includes("pods.eks.amazonaws.com")) return "pod-identity";
  return services.length > 0 ? "service" : "other";
}
