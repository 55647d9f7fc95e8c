import allowedRoutes from "./allowed-routes.ts";
import annotationValues from "./annotation-values.ts";
import annotations from "./annotations.ts";
import backendProtocol from "./backend-protocol.ts";
import certificates from "./certificates.ts";
import classes from "./classes.ts";
import controllers from "./controllers.ts";
import enabled from "./enabled.ts";
import exposure from "./exposure.ts";
import fields from "./fields.ts";
import foreign from "./foreign.ts";
import hostNetwork from "./host-network.ts";
import inference from "./inference.ts";
import issuers from "./issuers.ts";
import listenerConflicts from "./listener-conflicts.ts";
import listeners from "./listeners.ts";
import policies from "./policies.ts";
import policyEffects from "./policy-effects.ts";
import policyFields from "./policy-fields.ts";
import policyIngress from "./policy-ingress.ts";
import routeBackends from "./route-backends.ts";
import routeFeatures from "./route-features.ts";
import routeFilters from "./route-filters.ts";
import routeParents from "./route-parents.ts";
import routeShape from "./route-shape.ts";
import services from "./services.ts";
import settings from "./settings.ts";
import sharing from "./sharing.ts";
import subnets from "./subnets.ts";
import targetNetworks from "./target-networks.ts";
import transport from "./transport.ts";

export default [
  ...enabled,
  ...settings,
  ...fields,
  ...classes,
  ...hostNetwork,
  ...listeners,
  ...listenerConflicts,
  ...allowedRoutes,
  ...certificates,
  ...issuers,
  ...annotations,
  ...annotationValues,
  ...exposure,
  ...transport,
  ...routeShape,
  ...routeFilters,
  ...routeParents,
  ...routeBackends,
  ...routeFeatures,
  ...policies,
  ...policyFields,
  ...policyEffects,
  ...policyIngress,
  ...foreign,
  ...controllers,
  ...backendProtocol,
  ...subnets,
  ...sharing,
  ...services,
  ...targetNetworks,
  ...inference,
];
