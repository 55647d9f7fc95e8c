import type {
  BackendRefSettings,
  BackendTargetSettings,
  HeaderModifierSettings,
  HttpFilterSettings,
  HttpMatchSettings,
  PathChangeSettings,
  RedirectSettings,
  RewriteSettings,
  ValueMatchSettings,
} from "../settings/index.ts";
import type { Json, JsonObject } from "../model/index.ts";
import { defined } from "../model/present.ts";

/** Parts of a route as the API server gets them. Defaults of the API are left out: the server fills them in. */

/** A list that is left out where it is empty. */
export const filled = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : list;

const DEFAULT_PATH_TYPE = "PathPrefix";
const DEFAULT_MATCH_TYPE = "Exact";

const valueMatches = (matches: readonly ValueMatchSettings[] | undefined): Json | undefined =>
  filled(matches)?.map(({ name, type = DEFAULT_MATCH_TYPE, value }) => ({ type, name, value }));

export const headerMatches = valueMatches;

export const httpMatch = ({ path, headers, queryParams, method }: HttpMatchSettings): JsonObject =>
  defined<JsonObject>({
    path: path === undefined ? undefined : { type: path.type ?? DEFAULT_PATH_TYPE, value: path.value },
    headers: valueMatches(headers),
    queryParams: valueMatches(queryParams),
    method,
  });

export const backendRef = ({ name, namespace, port, weight }: BackendRefSettings): JsonObject =>
  defined<JsonObject>({ name, namespace, port, weight });

const target = ({ name, namespace, port }: BackendTargetSettings): JsonObject =>
  defined<JsonObject>({ name, namespace, port });

/** Names in alphabetical order, so that the order of keys in a stack file changes nothing. */
const headerValues = (headers: Readonly<Record<string, string>> | undefined): Json | undefined =>
  filled(
    Object.entries(headers ?? {})
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value })),
  );

const headerModifier = ({ set, add, remove }: HeaderModifierSettings): JsonObject =>
  defined<JsonObject>({ set: headerValues(set), add: headerValues(add), remove: filled(remove) });

const pathChange = ({ replaceFullPath, replacePrefixMatch }: PathChangeSettings): JsonObject =>
  defined<JsonObject>({
    type: replacePrefixMatch === undefined ? "ReplaceFullPath" : "ReplacePrefixMatch",
    replaceFullPath,
    replacePrefixMatch,
  });

const redirect = ({ path, ...rest }: RedirectSettings): JsonObject =>
  defined<JsonObject>({ ...rest, path: path === undefined ? undefined : pathChange(path) });

const rewrite = ({ hostname, path }: RewriteSettings): JsonObject =>
  defined<JsonObject>({ hostname, path: path === undefined ? undefined : pathChange(path) });

/** Filters of a rule as the API's list, always in the same order. */
export function httpFilters(filters: HttpFilterSettings | undefined): Json | undefined {
  if (filters === undefined) return undefined;
  const { requestHeaderModifier, responseHeaderModifier, requestMirror, requestRedirect, urlRewrite, cors } = filters;
  return filled([
    ...one("RequestHeaderModifier", requestHeaderModifier && headerModifier(requestHeaderModifier)),
    ...one("ResponseHeaderModifier", responseHeaderModifier && headerModifier(responseHeaderModifier)),
    ...(requestMirror ?? []).flatMap(({ backendRef, percent }) =>
      one("RequestMirror", defined<JsonObject>({ backendRef: target(backendRef), percent })),
    ),
    ...one("URLRewrite", urlRewrite && rewrite(urlRewrite)),
    ...one("RequestRedirect", requestRedirect && redirect(requestRedirect)),
    ...one("CORS", cors && defined<JsonObject>({ ...cors })),
  ]);
}

/** Name of a filter's own field: that of its type, but for the initials. */
const FIELDS = {
  RequestHeaderModifier: "requestHeaderModifier",
  ResponseHeaderModifier: "responseHeaderModifier",
  RequestMirror: "requestMirror",
  URLRewrite: "urlRewrite",
  RequestRedirect: "requestRedirect",
  CORS: "cors",
} as const;

const one = (type: keyof typeof FIELDS, value: JsonObject | undefined): JsonObject[] =>
  value === undefined ? [] : [{ type, [FIELDS[type]]: value }];
