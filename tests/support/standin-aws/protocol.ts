import type { Properties } from "../aws-account.ts";

/** What the provider asks of the account: the provider is started anew by every run, the account outlives it. */
export type Call =
  | { readonly call: "create"; readonly type: string; readonly name: string; readonly inputs: Properties }
  | { readonly call: "read"; readonly type: string; readonly name: string; readonly id: string }
  | {
      readonly call: "update";
      readonly type: string;
      readonly name: string;
      readonly id: string;
      readonly inputs: Properties;
    }
  | { readonly call: "delete"; readonly type: string; readonly name: string; readonly id: string }
  | {
      readonly call: "diff";
      readonly type: string;
      readonly id: string;
      readonly before: Properties;
      readonly after: Properties;
    }
  | { readonly call: "invoke"; readonly token: string; readonly args: Properties };

/** One line of the account's log. An operation has two, so that "after it had ended" is not "at the same time". */
export interface LogLine {
  readonly phase: "start" | "end";
  readonly operation: Exclude<Call["call"], "diff">;
  /** Type token, or the token of a provider function. */
  readonly type: string;
  /** Logical name; empty for a provider function. */
  readonly name: string;
  readonly id?: string;
}

export type Answer = { readonly ok: unknown } | { readonly refused: string };

/** Where the provider finds the account. */
export const ACCOUNT_URL = "STANDIN_AWS_ACCOUNT";
