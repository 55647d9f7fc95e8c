import type { Draft } from "../subject.ts";
import { rulesOn } from "../rule.ts";
import { httpRoutes, routes } from "./subjects.ts";
import { type Filter, type PathChange, type RouteRule, rulesOf } from "./objects.ts";

const CRD = "gateway-api config/crd at v1.4.1 and v1.6.1: httproutes, grpcroutes";

/** Field that goes with a filter's type. */
const FIELDS: Readonly<Record<string, string>> = {
  RequestHeaderModifier: "requestHeaderModifier",
  ResponseHeaderModifier: "responseHeaderModifier",
  RequestMirror: "requestMirror",
  RequestRedirect: "requestRedirect",
  URLRewrite: "urlRewrite",
  ExtensionRef: "extensionRef",
  CORS: "cors",
  ExternalAuth: "externalAuth",
};
/** A request can be copied to several places; anything else happens once. */
const REPEATABLE: readonly string[] = ["RequestMirror", "ExtensionRef"];

function* filtersOf(at: string, filters: readonly Filter[], rule: RouteRule): Generator<Draft> {
  const types = filters.map(({ type }) => type ?? "");
  for (const [index, filter] of filters.entries()) {
    const path = `${at}.filters.${String(index)}`;
    const type = filter.type ?? "";
    const field = FIELDS[type];
    if (field === undefined) {
      yield {
        at: `${path}.type`,
        found: `"${type}"`,
        expected: Object.keys(FIELDS).join(", "),
        fix: "Use one of them.",
      };
      continue;
    }
    const others = Object.values(FIELDS).filter((one) => one !== field && filter[one] !== undefined);
    if (filter[field] === undefined || others.length > 0)
      yield {
        at: path,
        found: `${type} with ${[...(filter[field] === undefined ? [`no ${field}`] : []), ...others].join(" and ")}`,
        expected: `${field}, and no field of another type`,
        fix: "Write one filter a type, each with its own field.",
      };
    if (types.indexOf(type) < index && !REPEATABLE.includes(type))
      yield { at: path, found: `${type} a second time`, expected: "one", fix: "Join both in one filter." };
    yield* mirrorOf(path, filter);
    yield* changesOf(path, filter, rule);
  }
  if (types.includes("RequestRedirect") && types.includes("URLRewrite"))
    yield { at: `${at}.filters`, found: "a redirect and a rewrite", expected: "one of them", fix: "Use two rules." };
  if (types.includes("RequestRedirect") && (rule.backendRefs ?? []).length > 0)
    yield {
      at: `${at}.backendRefs`,
      found: "backends beside a redirect",
      expected: "none",
      fix: "Remove the backends: a redirect is the answer.",
    };
}

function* mirrorOf(path: string, { requestMirror }: Filter): Generator<Draft> {
  if (requestMirror === undefined) return;
  const { percent, fraction, backendRef } = requestMirror;
  if (percent !== undefined && fraction !== undefined)
    yield {
      at: `${path}.requestMirror`,
      found: "a percentage and a fraction",
      expected: "one of them",
      fix: "Remove the fraction.",
    };
  if (percent !== undefined && (percent < 0 || percent > 100 || !Number.isInteger(percent)))
    yield {
      at: `${path}.requestMirror.percent`,
      found: String(percent),
      expected: "a whole number from 0 to 100",
      fix: "Use a fraction for smaller shares.",
    };
  if (backendRef.port === undefined && (backendRef.kind ?? "Service") === "Service")
    yield {
      at: `${path}.requestMirror.backendRef.port`,
      found: "nothing",
      expected: "the port of the Service",
      fix: "Write it.",
    };
}

function* changesOf(path: string, { requestRedirect, urlRewrite }: Filter, rule: RouteRule): Generator<Draft> {
  const changes: [string, PathChange | undefined][] = [
    ["requestRedirect", requestRedirect?.path],
    ["urlRewrite", urlRewrite?.path],
  ];
  for (const [name, change] of changes) {
    if (change === undefined) continue;
    const both = change.replaceFullPath !== undefined && change.replacePrefixMatch !== undefined;
    const wanted = change.type === "ReplacePrefixMatch" ? change.replacePrefixMatch : change.replaceFullPath;
    if (both || wanted === undefined)
      yield {
        at: `${path}.${name}.path`,
        found: both ? "replaceFullPath and replacePrefixMatch" : `type ${change.type ?? "nothing"} without its value`,
        expected: "replaceFullPath or replacePrefixMatch, with the type of the same name",
        fix: "Keep one of both.",
      };
    const prefixes = (rule.matches ?? []).map(({ path: match }) => match?.type ?? "PathPrefix");
    // Without matches the API's default is one prefix "/".
    if (
      change.type === "ReplacePrefixMatch" &&
      prefixes.length > 0 &&
      (prefixes.length !== 1 || prefixes[0] !== "PathPrefix")
    )
      yield {
        at: `${path}.${name}.path.replacePrefixMatch`,
        found:
          prefixes.length === 1
            ? `a match of type ${prefixes[0] ?? ""}`
            : `${String(prefixes.length)} matches in the rule`,
        expected: "exactly one match, of type PathPrefix",
        fix: "Use a rule a prefix, or replaceFullPath.",
      };
  }
}

const DURATION = /^(?:\d{1,5}(?:h|m|s|ms)){1,4}$/;
const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a Gateway API duration; undefined where it is none. */
const milliseconds = (text: string): number | undefined =>
  DURATION.test(text)
    ? [...text.matchAll(/(\d+)(ms|h|m|s)/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0),
        0,
      )
    : undefined;

export default [
  ...rulesOn(routes, [
    {
      id: "gateway-route-filters",
      severity: "error",
      title: "Filters of a rule go together",
      why: "The API server refuses the route.",
      source: CRD,
      fix: "Write one filter a type, each with its own field, and no backend beside a redirect.",
      *check(route) {
        for (const [at, rule] of rulesOf(route).entries()) {
          yield* filtersOf(`spec.rules.${String(at)}`, rule.filters ?? [], rule);
          for (const [index, { filters = [] }] of (rule.backendRefs ?? []).entries()) {
            yield* filtersOf(`spec.rules.${String(at)}.backendRefs.${String(index)}`, filters, {
              ...rule,
              backendRefs: [],
            });
          }
        }
      },
    },
  ]),
  ...rulesOn(httpRoutes, [
    {
      id: "gateway-route-timeouts",
      severity: "error",
      title: "Timeouts are durations, and a try is not longer than the request",
      why: "The API server refuses the route.",
      source: `${CRD}; gateway-api GEP-1742, GEP-2257`,
      fix: "Write durations of whole numbers with h, m, s or ms, and backendRequest no longer than request.",
      *check(route) {
        for (const [at, { timeouts = {} }] of rulesOf(route).entries()) {
          for (const key of ["request", "backendRequest"] as const) {
            const text = timeouts[key];
            if (text === undefined || milliseconds(text) !== undefined) continue;
            yield {
              at: `spec.rules.${String(at)}.timeouts.${key}`,
              found: `"${text}"`,
              expected: "whole numbers with h, m, s or ms: 30s, 1m30s, 500ms",
              fix: "Write 1500ms for one and a half seconds.",
            };
          }
          const [request, backend] = [timeouts.request, timeouts.backendRequest].map((text) =>
            milliseconds(text ?? ""),
          );
          if (request === undefined || backend === undefined || request === 0 || backend <= request) continue;
          yield {
            at: `spec.rules.${String(at)}.timeouts.backendRequest`,
            found: `${timeouts.backendRequest ?? ""} for a try, ${timeouts.request ?? ""} for the request`,
            expected: `at most ${timeouts.request ?? ""}`,
            fix: "Shorten it, or lengthen the request's.",
          };
        }
      },
    },
  ]),
];
