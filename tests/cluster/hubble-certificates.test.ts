import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ciliumModel } from "../../core/cilium/model.ts";
import { planCilium } from "../../core/cilium/plan.ts";
import { minorOf } from "../../core/facts/version.ts";
import { featuresOf } from "../../core/plan/features.ts";
import type { HubbleCertificateSettings } from "../../core/settings/index.ts";
import { findHelm, renderChart } from "../support/helm.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { settings } from "../support/model.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
const charts = findHelm();
const missing = "missing" in tools ? tools.missing : "missing" in charts ? charts.missing : undefined;
if (missing !== undefined) console.warn(`No certificates of Hubble were applied: ${missing}.`);

/** What the chart makes of these certificates for a relay with mutual TLS and a UI. */
async function renderedOf(version: string, certificates: HubbleCertificateSettings): Promise<KubeObject[]> {
  const stack = settings({ cilium: { version }, observability: { ui: true, relayTls: "mtls", certificates } });
  const plan = planCilium(stack, { features: featuresOf(stack) });
  const chart =
    "missing" in charts ? undefined : charts.charts.findLast((one) => minorOf(one.version) === minorOf(version));
  if (plan === undefined || chart === undefined || "missing" in charts) throw new Error(`no chart of ${version}`);
  return renderChart(chart, ciliumModel(plan).cilium?.values, { helm: charts.helm });
}

const LEAVES = [
  "hubble-relay-client-certs",
  "hubble-relay-server-certs",
  "hubble-server-certs",
  "hubble-ui-client-certs",
];
const ofKind = (objects: readonly KubeObject[], kind: string): KubeObject[] =>
  objects.filter((object) => object.kind === kind);

describe.skipIf(missing !== undefined).each([{ version: "1.19.6" }, { version: "1.20.2" }])(
  "certificates of Hubble, Cilium $version",
  ({ version }) => {
    let plane: ControlPlane;
    beforeAll(async () => {
      plane = await startControlPlane({ crds: [] });
    });
    afterAll(() => plane?.stop());

    it("are made by a job and renewed by another, and none is in the release", async () => {
      const objects = await renderedOf(version, {});
      expect(ofKind(objects, "Secret").filter(({ metadata }) => LEAVES.includes(metadata.name))).toEqual([]);
      const jobs = [...ofKind(objects, "Job"), ...ofKind(objects, "CronJob")];
      expect(jobs).toHaveLength(2);
      expect(JSON.stringify(ofKind(objects, "CronJob"))).toContain('"schedule":"0 0 1 */4 *"');
      expect(await plane.apply(jobs)).toEqual([]);
    });

    it("by cert-manager are refused before its CRDs, and taken after them", async () => {
      const certificates = ofKind(
        await renderedOf(version, {
          method: "certManager",
          issuer: { kind: "ClusterIssuer", name: "hubble-ca" },
          validityDays: 90,
        }),
        "Certificate",
      );
      expect(certificates.map(({ metadata }) => metadata.name).toSorted()).toEqual(LEAVES);
      for (const certificate of certificates)
        expect(certificate).toMatchObject({ spec: { issuerRef: { kind: "ClusterIssuer", name: "hubble-ca" } } });
      expect(await plane.apply(certificates)).toHaveLength(certificates.length);
      await plane.applyCrds(["cert-manager-1.19.1"]);
      expect(await plane.apply(certificates)).toEqual([]);
    });
  },
);
