import { type ChartChange, type Concerns, chartChanges } from "../facts/chart-changes.ts";
import { type ChartVersion, chartVersionFor, lookupSegments, typeFault, walkValues } from "../facts/helm-keys.ts";
import { type MovedKey, movedKey } from "../facts/helm-moved.ts";
import { isCrossed, notesOf, removedOptions } from "../facts/upgrade-notes.ts";
import { compareVersions, minorOf } from "../facts/version.ts";
import type { JsonObject } from "../model/index.ts";

/** What the newer chart makes of a value that somebody set. */
export const KeyEffect = {
  /** Read under another key. */
  Moved: "moved",
  /** Read nowhere any more. */
  Dropped: "dropped",
  /** Helm stops as soon as it holds anything. */
  Stops: "stops",
  /** The schema takes another type now. */
  Refused: "refused",
  /** Read still, and will go. */
  Leaving: "leaving",
  /** Ignored until now, and read from here on. */
  Starts: "starts",
} as const;
export type KeyEffect = (typeof KeyEffect)[keyof typeof KeyEffect];

export interface KeyChange {
  readonly path: string;
  readonly segments: readonly string[];
  readonly effect: KeyEffect;
  /** Minor from which it is so. */
  readonly since: string;
  /** Where it went; empty where nothing stands for it. */
  readonly to: readonly string[];
  readonly why: string;
  readonly source: string;
}

/** Key by key: what becomes of values between two versions of one minor each, next to each other. */
export function keyChanges(values: JsonObject, from: string, to: string): readonly KeyChange[] {
  const [before, after] = [chartVersionFor(from), chartVersionFor(to)];
  if (before === undefined || after === undefined || before === after) return [];
  const keys = [...walkValues(before, values)].flatMap(({ path, segments, value, lookup }): KeyChange[] => {
    const found = effectOf({ path, segments, value, old: lookup, from, to, after });
    if (found === undefined) return [];
    const { effect, moved, why } = found;
    return [
      {
        path,
        segments,
        effect,
        since: moved?.since ?? minorOf(to) ?? to,
        to: moved?.replacement ?? [],
        why: why ?? moved?.why ?? `The chart ${after} reads no such key; ${before} did.`,
        source: sourceOf(before, after, moved),
      },
    ];
  });
  return [...keys, ...optionChanges(values, from, to)];
}

interface Asked {
  readonly path: string;
  readonly segments: readonly string[];
  readonly value: unknown;
  readonly old: ReturnType<typeof lookupSegments>;
  readonly from: string;
  readonly to: string;
  readonly after: ChartVersion;
}

interface Effect {
  readonly effect: KeyEffect;
  readonly moved?: MovedKey | undefined;
  readonly why?: string;
}

function effectOf({ path, segments, value, old, from, to, after }: Asked): Effect | undefined {
  const now = lookupSegments(after, segments);
  const moved = movedKey(to, path);
  if (moved?.effect === "render-fails")
    return movedKey(from, path)?.effect === "render-fails" ? undefined : { effect: "stops", moved };
  if (old.known && !now.known) return { effect: (moved?.replacement.length ?? 0) > 0 ? "moved" : "dropped", moved };
  if (!old.known)
    return now.known
      ? { effect: "starts", why: `The chart ignored it until now; ${after} reads it: what it says takes effect.` }
      : undefined;
  const fault = now.type === undefined ? undefined : typeFault(now.type, value);
  if (fault !== undefined && (old.type === undefined || typeFault(old.type, value) === undefined))
    return { effect: "refused", why: `Its type changed: it ${fault}.` };
  return moved?.effect === "deprecated" ? { effect: "leaving", moved } : undefined;
}

const sourceOf = (before: ChartVersion, after: ChartVersion, moved: MovedKey | undefined): string =>
  [
    `values.yaml, values.schema.json and templates of the Cilium charts ${before} and ${after}`,
    ...(moved === undefined ? [] : [notesOf(moved.since ?? minorOf(after) ?? after)]),
  ].join("; ");

/** Options that extraConfig hands to agent and operator past the chart. */
function optionChanges(values: JsonObject, from: string, to: string): KeyChange[] {
  const extra = values["extraConfig"];
  if (typeof extra !== "object" || extra === null || Array.isArray(extra)) return [];
  return removedOptions()
    .filter(({ since, option }) => isCrossed(since, from, to) && Object.hasOwn(extra, option))
    .map(({ since, option, replacement }) => ({
      path: `extraConfig.${option}`,
      segments: ["extraConfig", option],
      effect: replacement === undefined ? "dropped" : "moved",
      since,
      to: replacement === undefined ? [] : [replacement],
      why: `The option --${option} is gone.`,
      source: notesOf(since),
    }));
}

/**
 * What the same values mean with the newer chart, as far as this cluster is concerned; changes that mean nothing come too. `seen` tells what
 * is switched on where nobody has the values.
 */
export function meaningChanges(values: JsonObject, from: string, to: string, seen = values): readonly ChartChange[] {
  const at = (path: string): unknown => valueAt(seen, path);
  return chartChanges(from, to).filter((change) => {
    const { value, is, forced = false, concerns } = change;
    const set = value === undefined ? undefined : valueAt(values, value);
    if (set !== undefined && (!forced || set === is)) return false;
    return CONCERNS[concerns](at);
  });
}

const on = (value: unknown): boolean => value === true || value === "true";

const CONCERNS: Readonly<Record<Concerns, (at: (path: string) => unknown) => boolean>> = {
  always: () => true,
  "new-defaults": (at) => {
    const kept = at("upgradeCompatibility");
    return typeof kept !== "string" || minorOf(kept) === undefined || compareVersions(kept, "1.20") >= 0;
  },
  gateway: (at) => on(at("gatewayAPI.enabled")),
  mesh: (at) => on(at("clustermesh.useAPIServer")) || on(at("clustermesh.config.enabled")),
  "mutual-authentication": (at) => on(at("authentication.mutual.spire.enabled")),
  ipsec: (at) => on(at("encryption.enabled")) && (at("encryption.type") ?? "ipsec") === "ipsec",
  "custom-cni": (at) => on(at("cni.customConf")),
  "host-sockets": (at) =>
    on(at("kubeProxyReplacement")) &&
    !on(at("gatewayAPI.enabled")) &&
    (on(at("socketLB.hostNamespaceOnly")) || at("socketLB.enabled") === false),
  redaction: (at) => on(at("hubble.redact.enabled")),
  "old-routing": (at) => on(at("eni.enabled")) && at("routingMode") === undefined,
};

function valueAt(values: unknown, path: string): unknown {
  let value = values;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
