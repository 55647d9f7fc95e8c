import type { Refusal, Request, World } from "../world.ts";
import { ADDRESS_REFUSALS } from "./addresses.ts";
import { DUPLICATES } from "./duplicates.ts";
import { EKS_REFUSALS } from "./eks.ts";
import { NAME_REFUSALS } from "./names.ts";
import { OTHER_REFUSALS } from "./others.ts";
import { QUOTA_REFUSALS } from "./quotas.ts";
import { REFERENCE_REFUSALS } from "./references.ts";

/** Everything that the stand-in refuses, each with where AWS says that it does. */
export const REFUSALS: readonly Refusal[] = [
  ...NAME_REFUSALS,
  ...REFERENCE_REFUSALS,
  ...DUPLICATES,
  ...ADDRESS_REFUSALS,
  ...EKS_REFUSALS,
  ...OTHER_REFUSALS,
  ...QUOTA_REFUSALS,
];

export interface Refused extends Pick<Refusal, "code" | "source"> {
  readonly message: string;
}

/** What AWS would say no to, in the order of the table; empty where it would not. */
export const refused = (request: Request, world: World): readonly Refused[] =>
  REFUSALS.filter(
    ({ types, operations }) => types.includes(request.type) && operations.includes(request.operation),
  ).flatMap((refusal) => {
    const message = refusal.check(request, world);
    return message === undefined ? [] : [{ code: refusal.code, source: refusal.source, message }];
  });
