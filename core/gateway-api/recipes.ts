import type {
  BackendRefSettings,
  HttpMatchSettings,
  HttpRouteRuleSettings,
  HttpRouteSettings,
  ParentRefSettings,
} from "../settings/index.ts";

/** Routes that people write again and again, as settings of a few lines. */

export const prefix = (value: string): HttpMatchSettings => ({ path: { type: "PathPrefix", value } });
export const exactly = (value: string): HttpMatchSettings => ({ path: { type: "Exact", value } });

type Service = Omit<BackendRefSettings, "weight">;

interface Common {
  readonly hostnames?: readonly string[];
  readonly namespace?: string;
  readonly parentRefs?: readonly ParentRefSettings[];
}

const common = ({ hostnames, namespace, parentRefs }: Common): Omit<HttpRouteSettings, "rules"> => ({
  ...(hostnames === undefined ? {} : { hostnames }),
  ...(namespace === undefined ? {} : { namespace }),
  ...(parentRefs === undefined ? {} : { parentRefs }),
});

export interface CanaryArgs extends Common {
  readonly stable: Service;
  readonly canary: Service;
  /** Share of requests that the canary gets, 0 to 100. It counts requests, not users: one user may see both. */
  readonly percent: number;
  /** Default: every path. */
  readonly matches?: readonly HttpMatchSettings[];
  /** Requests with this header get the canary whatever the share, for tests before the first percent. */
  readonly header?: { readonly name: string; readonly value: string };
}

/** Two versions of a Service, by share, and by header for those who ask for the new one. */
export function canary({
  stable,
  canary: fresh,
  percent,
  matches = [{}],
  header,
  ...rest
}: CanaryArgs): HttpRouteSettings {
  const asked: HttpRouteRuleSettings[] =
    header === undefined ? [] : [{ matches: matches.map((match) => withHeader(match, header)), backendRefs: [fresh] }];
  const shared: HttpRouteRuleSettings = {
    ...everyPath(matches),
    backendRefs: [
      { ...stable, weight: 100 - percent },
      { ...fresh, weight: percent },
    ],
  };
  return { ...common(rest), rules: [...asked, shared] };
}

export interface ByHeaderArgs extends Common {
  /** Header whose value decides; names do not depend on case, values do. */
  readonly header: string;
  /** Header value -> Service. */
  readonly values: Readonly<Record<string, Service>>;
  /** Where requests without one of the values go. Left out, they get 404. */
  readonly otherwise?: Service;
  readonly matches?: readonly HttpMatchSettings[];
}

/** A Service by the value of a header: tenants, versions, testers. */
export function byHeader({ header, values, otherwise, matches = [{}], ...rest }: ByHeaderArgs): HttpRouteSettings {
  const chosen = Object.entries(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, service]): HttpRouteRuleSettings => ({
      matches: matches.map((match) => withHeader(match, { name: header, value })),
      backendRefs: [service],
    }));
  const rest404: HttpRouteRuleSettings[] =
    otherwise === undefined ? [] : [{ ...everyPath(matches), backendRefs: [otherwise] }];
  return { ...common(rest), rules: [...chosen, ...rest404] };
}

export interface MirroredArgs extends Common {
  readonly backend: Service;
  /** Gets copies; its answers are thrown away. */
  readonly mirror: Service;
  /** Share of requests to copy, 0 to 100. */
  readonly percent: number;
  readonly matches?: readonly HttpMatchSettings[];
}

/** One Service, and a copy of part of its traffic to another. */
export const mirrored = ({ backend, mirror, percent, matches = [{}], ...rest }: MirroredArgs): HttpRouteSettings => ({
  ...common(rest),
  rules: [
    {
      ...everyPath(matches),
      filters: { requestMirror: [{ backendRef: mirror, percent }] },
      backendRefs: [backend],
    },
  ],
});

export interface ToHttpsArgs extends Common {
  /** The Gateway's HTTP listener; without it the redirect would answer on HTTPS too, and never end. */
  readonly sectionName: string;
  /** 301 is remembered by browsers for ever, 302 is not. Default 301. */
  readonly statusCode?: 301 | 302;
}

const DEFAULT_REDIRECT_STATUS = 301;

/** Every request of the HTTP listener goes to the same place by HTTPS. */
export const toHttps = ({
  sectionName,
  statusCode = DEFAULT_REDIRECT_STATUS,
  ...rest
}: ToHttpsArgs): HttpRouteSettings => ({
  ...common(rest),
  parentRefs: (rest.parentRefs ?? [{}]).map((ref) => ({ ...ref, sectionName })),
  rules: [{ filters: { requestRedirect: { scheme: "https", statusCode } } }],
});

const withHeader = (
  match: HttpMatchSettings,
  header: { readonly name: string; readonly value: string },
): HttpMatchSettings => ({ ...match, headers: [...(match.headers ?? []), header] });

/** `[{}]` says every path, which is what a rule without matches says. */
const everyPath = (matches: readonly HttpMatchSettings[]): Pick<HttpRouteRuleSettings, "matches"> =>
  matches.every((match) => Object.keys(match).length === 0) ? {} : { matches };
