import type { Rule } from "../rule.ts";
import { allowedRoutes } from "./allowed-routes.ts";
import { annotationValueRules } from "./annotation-values.ts";
import { annotationRules } from "./annotations.ts";
import { certificateRules } from "./certificates.ts";
import { classRules } from "./classes.ts";
import { controllerRules } from "./controllers.ts";
import { exposureRules } from "./exposure.ts";
import { objectFields } from "./fields.ts";
import { foreignRules } from "./foreign.ts";
import { issuerRules } from "./issuers.ts";
import { listenerRules } from "./listeners.ts";
import { policyRules } from "./policies.ts";
import { policyAdmitsGateway } from "./policy-ingress.ts";
import { routeBackendRules } from "./route-backends.ts";
import { routeFeatureRules } from "./route-features.ts";
import { routeFilterRules } from "./route-filters.ts";
import { routeParentRules } from "./route-parents.ts";
import { routeShapeRules } from "./route-shape.ts";
import { gatewaySettingsRules } from "./settings.ts";
import { transportRules } from "./transport.ts";

export const gatewayRules: readonly Rule[] = [
  ...gatewaySettingsRules,
  objectFields,
  ...classRules,
  ...listenerRules,
  allowedRoutes,
  ...certificateRules,
  ...issuerRules,
  ...annotationRules,
  ...annotationValueRules,
  ...exposureRules,
  ...transportRules,
  ...routeShapeRules,
  ...routeFilterRules,
  ...routeParentRules,
  ...routeBackendRules,
  ...routeFeatureRules,
  ...policyRules,
  policyAdmitsGateway,
  ...foreignRules,
  ...controllerRules,
];
