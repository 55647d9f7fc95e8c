import type { IamStatementModel } from "../model/index.ts";
/** An IAM policy document as data. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export const document = (...statements: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements,
});

export const allow = (sid: string, statement: Omit<PolicyStatement, "Sid" | "Effect">): PolicyStatement => ({
  Sid: sid,
  Effect: "Allow",
  ...statement,
});

/** The JSON that AWS takes. */
export const renderDocument = (document: PolicyDocument): string => JSON.stringify(document);

/** What the rules see of a document. */
export const statementsOf = ({ Statement }: PolicyDocument): IamStatementModel[] =>
  Statement.map(({ Action, Resource = [], Condition }) => ({
    actions: Action,
    resources: Resource,
    conditioned: Condition !== undefined,
  }));
