import type { Rule } from "../rule.ts";
import { meshPeerRules } from "./peers.ts";
import { meshValueRules } from "./values.ts";

export const meshRules: readonly Rule[] = [...meshValueRules, ...meshPeerRules];
