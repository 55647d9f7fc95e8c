import { configMapKey, fromConfigMap } from "../facts/config-map-keys.ts";
import { ciliumTuple } from "../facts/versions.ts";
import { valueAt } from "../helm/values.ts";
import { Undecided } from "../model/unknown.ts";
import type { CiliumModel, Json, JsonObject } from "../model/index.ts";

export const ciliumSubject = ({ version }: Pick<CiliumModel, "version">): string => `Cilium ${version}`;

/** The chart's values by path, with the questions that many rules ask. */
export class Values {
  readonly #cilium: Pick<CiliumModel, "values">;
  constructor(cilium: Pick<CiliumModel, "values">) {
    this.#cilium = cilium;
  }

  /** What the agent gets: `extraConfig` stands last in its ConfigMap and wins over the value that governs the same key. */
  get(path: string): Json | undefined {
    const key = this.overriddenBy(path);
    if (key === undefined) return valueAt(this.#cilium.values, path);
    const text = this.#extra()?.[key];
    return typeof text === "string" ? fromConfigMap(key, text) : text;
  }

  /** Key of `extraConfig` that overrides a value of the chart. */
  overriddenBy(path: string): string | undefined {
    const key = configMapKey(path);
    const extra = key === undefined ? undefined : this.#extra();
    return key !== undefined && extra !== undefined && key in extra ? key : undefined;
  }

  #extra(): JsonObject | undefined {
    const extra = this.#cilium.values["extraConfig"];
    return typeof extra === "object" && extra !== null && !Array.isArray(extra) ? (extra as JsonObject) : undefined;
  }

  /** The chart takes many switches as boolean or as text. */
  on(path: string): boolean {
    const value = this.get(path);
    return value === true || value === "true";
  }

  /** Explicitly off; a key that is not there is not. */
  off(path: string): boolean {
    const value = this.get(path);
    return value === false || value === "false";
  }

  text(path: string): string | undefined {
    const value = this.get(path);
    return typeof value === "string" ? value : undefined;
  }

  /** Set to something; what is not known yet is there, whatever it will hold. Of what is in something unknown nobody can tell. */
  given(path: string): boolean {
    const has = ifKnown(() => this.has(path));
    if (has instanceof Undecided && !has.path.endsWith(`.${path}`)) throw has;
    return has !== false;
  }

  /** Set to something, as Helm's templates see it. */
  has(path: string): boolean {
    const value = this.get(path);
    if (value === undefined || value === null || value === "" || value === false) return false;
    return typeof value !== "object" || Object.keys(value).length > 0;
  }

  get eni(): boolean {
    return this.on("eni.enabled") || this.text("ipam.mode") === "eni";
  }

  get chained(): boolean {
    return this.text("cni.chainingMode") === "aws-cni";
  }

  /** Pods' addresses exist only inside the cluster. */
  get overlay(): boolean {
    const mode = this.text("ipam.mode");
    return !this.eni && !this.chained && (mode === undefined || mode === "cluster-pool" || mode === "multi-pool");
  }

  get wireguard(): boolean {
    if (this.on("extraConfig.enable-wireguard")) return true;
    return this.on("encryption.enabled") && this.text("encryption.type") === "wireguard";
  }

  get gateway(): boolean {
    return this.on("gatewayAPI.enabled");
  }

  get replacesKubeProxy(): boolean {
    return this.on("kubeProxyReplacement");
  }
}

function ifKnown<T>(read: () => T): T | Undecided {
  try {
    return read();
  } catch (error) {
    if (error instanceof Undecided) return error;
    throw error;
  }
}

/** `1.19` or `1.20`; undefined for a version of no known minor. */
export const minorOfCilium = ({ version }: Pick<CiliumModel, "version">): string | undefined =>
  ciliumTuple(version)?.minor;

/** A value as people write it, at most 60 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A number, also as text; undefined where nothing is said. */
export function numberOf(values: Values, path: string): number | undefined {
  const value = values.get(path);
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
}
