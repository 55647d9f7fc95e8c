import { rulesOn } from "../rule.ts";
import { httpRoutes, requestRoutes, routes } from "./subjects.ts";
import { isHostname } from "./hostnames.ts";
import { type Ref, type RouteSpec, hasMatches, rulesOf, specOf } from "./objects.ts";

const CRD = "gateway-api config/crd at v1.4.1 and v1.6.1: routes";

const MAX_RULES = 16;
const MAX_MATCHES = 64;
/** Of all rules together (CEL of the CRD: "must be less than 128"). */
const MAX_ALL_MATCHES = 127;
const MAX_BACKENDS = 16;
const MAX_PARENTS = 32;
const MAX_HOSTNAMES = 16;
const MAX_TLS_HOSTNAMES = 1024;

const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const PATH_TYPES: readonly string[] = ["Exact", "PathPrefix", "RegularExpression"];

/** What is wrong with a path of type Exact or PathPrefix. */
function pathFault(value: string): string | undefined {
  if (!value.startsWith("/")) return "does not start with /";
  const part = ["//", "/./", "/../", "%2f", "%2F", "#"].find((one) => value.includes(one));
  if (part !== undefined) return `contains ${part}`;
  if (value.endsWith("/..") || value.endsWith("/.")) return "ends with dots";
  return PATH.test(value) ? undefined : "has characters that must be written as %XX";
}

const HEADER = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

const METHODS: readonly string[] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

const namesCall = (method: unknown): boolean =>
  typeof method === "object" && method !== null && ("service" in method || "method" in method);

const identity = ({ group = "", kind = "Gateway", name, namespace = "" }: Ref): string =>
  [group, kind, namespace, name].join("/");

export default [
  ...rulesOn(routes, [
    {
      id: "gateway-route-sizes",
      severity: "error",
      title: "Routes have no more rules, matches and backends than the API takes",
      why: "The API server refuses the route.",
      source: CRD,
      fix: "Spread them over more routes; routes of one hostname are merged.",
      *check(route) {
        const rules = rulesOf(route);
        const spec = specOf<RouteSpec>(route);
        const most = hasMatches(route.kind) ? MAX_RULES : 1;
        const counts: [string, number, number][] = [
          ["spec.rules", rules.length, most],
          ["spec.parentRefs", spec.parentRefs?.length ?? 0, MAX_PARENTS],
          [
            "spec.hostnames",
            spec.hostnames?.length ?? 0,
            route.kind === "TLSRoute" ? MAX_TLS_HOSTNAMES : MAX_HOSTNAMES,
          ],
          ...rules.flatMap(({ matches = [], backendRefs = [] }, at): [string, number, number][] => [
            [`spec.rules.${String(at)}.matches`, matches.length, MAX_MATCHES],
            [`spec.rules.${String(at)}.backendRefs`, backendRefs.length, MAX_BACKENDS],
          ]),
        ];
        for (const [at, count, limit] of counts) {
          if (count > limit)
            yield {
              at,
              found: String(count),
              expected: `at most ${String(limit)}`,
              fix: "Spread them over more routes; routes of one hostname are merged.",
            };
        }
        const all = rules.reduce((sum, { matches = [] }) => sum + matches.length, 0);
        if (all > MAX_ALL_MATCHES)
          yield {
            at: "spec.rules",
            found: `${String(all)} matches in all`,
            expected: `at most ${String(MAX_ALL_MATCHES)}`,
            fix: "Spread the rules over more routes.",
          };
        if (rules.length === 0)
          yield { at: "spec.rules", found: "no rule", expected: "at least one", fix: "Write a rule with a backend." };
      },
    },
    {
      id: "gateway-route-hostname-syntax",
      severity: "error",
      title: "Hostnames of routes are names",
      why: "The API server refuses the route; a TLSRoute without a name is refused as well.",
      source: CRD,
      fix: "Write each name without scheme, port and path, *.example.com for many.",
      *check(route) {
        const { hostnames = [] } = specOf<RouteSpec>(route);
        if (route.kind === "TLSRoute" && hostnames.length === 0 && route.apiVersion.endsWith("/v1"))
          yield {
            at: "spec.hostnames",
            found: "nothing",
            expected: "the server names that the route takes",
            fix: "Write them, *.example.com for many.",
          };
        for (const [at, hostname] of hostnames.entries()) {
          if (isHostname(hostname)) continue;
          yield {
            at: `spec.hostnames.${String(at)}`,
            found: `"${hostname}"`,
            expected: "a name in lower case, or one with a first label *, and no address",
            fix: "Write the name without scheme, port and path.",
          };
        }
      },
    },
    {
      id: "gateway-route-parents",
      severity: "error",
      title: "A route that names one parent twice tells its listeners apart",
      why: "The API server refuses the route.",
      source: CRD,
      fix: "Name the Gateway once, or each of its listeners by sectionName.",
      *check(route) {
        const { parentRefs = [] } = specOf<RouteSpec>(route);
        for (const [at, ref] of parentRefs.entries()) {
          const twin = parentRefs.slice(0, at).find((one) => identity(one) === identity(ref));
          if (twin === undefined) continue;
          const differs =
            (ref.sectionName !== undefined && twin.sectionName !== undefined && ref.sectionName !== twin.sectionName) ||
            (ref.port !== undefined && twin.port !== undefined && ref.port !== twin.port);
          if (differs) continue;
          yield {
            at: `spec.parentRefs.${String(at)}`,
            found: `${ref.name} a second time`,
            expected: "a sectionName on each, and different ones",
            fix: "Name the listeners by sectionName, or name the Gateway once.",
          };
        }
        if (parentRefs.length === 0)
          yield {
            at: "spec.parentRefs",
            found: "nothing",
            expected: "the Gateway or Service that the route is for",
            fix: "Name the Gateway.",
          };
      },
    },
  ]),
  ...rulesOn(httpRoutes, [
    {
      id: "gateway-route-path",
      severity: "error",
      title: "Paths of matches are written as the API takes them",
      why: "The API server refuses the route.",
      source: CRD,
      fix: "Write an absolute path as the client sends it, of type PathPrefix, Exact or RegularExpression.",
      *check(route) {
        for (const [at, { matches = [] }] of rulesOf(route).entries()) {
          for (const [index, { path }] of matches.entries()) {
            if (path === undefined) continue;
            const { type = "PathPrefix", value = "/" } = path;
            const where = `spec.rules.${String(at)}.matches.${String(index)}.path`;
            if (!PATH_TYPES.includes(type))
              yield {
                at: `${where}.type`,
                found: `"${type}"`,
                expected: PATH_TYPES.join(", "),
                fix: "Write PathPrefix.",
              };
            const fault = type === "RegularExpression" ? undefined : pathFault(value);
            if (fault === undefined) continue;
            yield {
              at: `${where}.value`,
              found: `"${value}", which ${fault}`,
              expected: "an absolute path without dots, double slashes and fragment",
              fix: "Write the path as the client sends it, /api/v1.",
            };
          }
        }
      },
    },
  ]),
  ...rulesOn(requestRoutes, [
    {
      id: "gateway-route-matches",
      severity: "error",
      title: "Matches name headers, parameters and methods that there are",
      why: "The API server refuses the route.",
      source: CRD,
      fix: "Write names of headers and parameters alone, HTTP methods in capitals, and gRPC services with their package.",
      *check(route) {
        for (const [at, { matches = [] }] of rulesOf(route).entries()) {
          for (const [index, { headers = [], queryParams = [], method }] of matches.entries()) {
            const where = `spec.rules.${String(at)}.matches.${String(index)}`;
            const named = [
              ...headers.map(({ name }, one) => [`${where}.headers.${String(one)}.name`, name] as const),
              ...queryParams.map(({ name }, one) => [`${where}.queryParams.${String(one)}.name`, name] as const),
            ];
            for (const [path, name] of named) {
              if (HEADER.test(name)) continue;
              yield {
                at: path,
                found: `"${name}"`,
                expected: "a name without blanks and colons",
                fix: "Write the name only; its value is a field of its own.",
              };
            }
            if (route.kind === "HTTPRoute" && method !== undefined && !METHODS.some((one) => one === method))
              yield {
                at: `${where}.method`,
                found: JSON.stringify(method),
                expected: METHODS.join(", "),
                fix: "Write it in capitals.",
              };
            if (route.kind === "GRPCRoute" && method !== undefined && !namesCall(method))
              yield {
                at: `${where}.method`,
                found: "neither a service nor a method",
                expected: "one of them",
                fix: "Write the service with its package, helloworld.Greeter.",
              };
          }
        }
      },
    },
  ]),
];
