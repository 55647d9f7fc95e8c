import { gunzipSync } from "node:zlib";
import { isObject } from "../../core/model/json.ts";

/** What Helm was told of Cilium: enough for `helm install` of the same. */
export interface CiliumRelease {
  readonly name: string;
  readonly chart: string;
  /** Values that were given, without the chart's own. */
  readonly values: unknown;
}

/** Helm keeps a release as JSON, gzipped, in base64 (helm/helm v3, pkg/storage/driver/util.go), in a Secret, whose data is base64 again. */
export function ciliumRelease(secret: unknown): CiliumRelease | undefined {
  const data = isObject(secret) && isObject(secret["data"]) ? secret["data"]["release"] : undefined;
  if (typeof data !== "string") return undefined;
  const packed = Buffer.from(Buffer.from(data, "base64").toString("latin1"), "base64");
  const release = JSON.parse(gunzipSync(packed).toString("utf8")) as {
    readonly name?: string;
    readonly config?: unknown;
    readonly chart?: { readonly metadata?: { readonly name?: string; readonly version?: string } };
  };
  const { name: chart, version = "" } = release.chart?.metadata ?? {};
  if (chart !== "cilium") return undefined;
  return { name: release.name ?? "", chart: `${chart} ${version}`, values: release.config ?? {} };
}
