import type { Rule } from "../rule.ts";
import { annotationValueRules } from "./annotation-values.ts";
import { annotationRules } from "./annotations.ts";
import { certificateRules } from "./certificates.ts";
import { classRules } from "./classes.ts";
import { controllerRules } from "./controllers.ts";
import { exposureRules } from "./exposure.ts";
import { issuerRules } from "./issuers.ts";
import { listenerRules } from "./listeners.ts";
import { transportRules } from "./transport.ts";

export const gatewayRules: readonly Rule[] = [
  ...classRules,
  ...listenerRules,
  ...certificateRules,
  ...issuerRules,
  ...annotationRules,
  ...annotationValueRules,
  ...exposureRules,
  ...transportRules,
  ...controllerRules,
];
