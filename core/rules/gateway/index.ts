import type { Rule } from "../rule.ts";
import { annotationValueRules } from "./annotation-values.ts";
import { annotationRules } from "./annotations.ts";
import { exposureRules } from "./exposure.ts";
import { transportRules } from "./transport.ts";

export const gatewayRules: readonly Rule[] = [
  ...annotationRules,
  ...annotationValueRules,
  ...exposureRules,
  ...transportRules,
];
