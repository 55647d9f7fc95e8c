import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HelmChart } from "../../core/helm/charts.ts";
import type { Chart } from "./helm.ts";

/** A chart that a test serves in the place of the real one. */
export interface Standin extends HelmChart {
  /** Folder of definitions that the chart installs with its release. */
  readonly definitions?: string;
}

/**
 * Charts with the names and versions of the real ones and nothing in them but the values they got, and the definitions they
 * install: enough to see that a release is made, waited for and taken away where it should be.
 */
export function packStandins(helm: string, charts: readonly Standin[]): { folder: string; charts: Chart[] } {
  const folder = mkdtempSync(join(tmpdir(), "charts-"));
  return { folder, charts: charts.map((chart) => pack(helm, folder, chart)) };
}

function pack(helm: string, folder: string, { name, version, definitions }: Standin): Chart {
  const source = join(folder, name);
  mkdirSync(join(source, "templates"), { recursive: true });
  writeFileSync(join(source, "Chart.yaml"), `apiVersion: v2\nname: ${name}\nversion: ${version.replace(/^v/, "")}\n`);
  writeFileSync(
    join(source, "templates/values.yaml"),
    [
      "apiVersion: v1",
      "kind: ConfigMap",
      "metadata:",
      `  name: ${name}-values`,
      "data:",
      "  values: {{ toJson .Values | quote }}",
      "",
    ].join("\n"),
  );
  if (definitions !== undefined) {
    for (const file of readdirSync(definitions)) copyFileSync(join(definitions, file), join(source, "templates", file));
  }
  execFileSync(helm, ["package", source, "--version", version.replace(/^v/, ""), "--destination", folder]);
  return { version: version.replace(/^v/, ""), path: join(folder, `${name}-${version.replace(/^v/, "")}.tgz`) };
}
