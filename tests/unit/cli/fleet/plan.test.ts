import { describe, expect, it } from "vitest";
import { parseFleetFile } from "../../../../config/fleet/file.ts";
import { planFleet } from "../../../../cli/fleet/plan/plan.ts";
import { draw } from "../../../../cli/fleet/plan/draw.ts";
import type { FleetDocument } from "../../../../cli/fleet/plan/types.ts";
import { runCli } from "../../../support/run-cli.ts";
import { fleetText } from "../../../support/fleet-text.ts";

const STYLE = { colour: false, width: 120 };
const planned = async (text: string): Promise<FleetDocument> => {
  const file = parseFleetFile(text, "fleet.yaml", () => "");
  const { document, failures } = await planFleet(file, { asOf: "2026-12-01", strict: false, progress: () => {} });
  expect(failures).toEqual([]);
  return document;
};

describe("fleet plan", () => {
  it("plans the example without a finding", () => {
    const { status, stdout, stderr } = runCli([
      "fleet",
      "plan",
      "-f",
      "examples/fleet/fleet.yaml",
      "--as-of",
      "2026-12-01",
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/eu-1 +prod +eu-central-1 +early +1\.35 +1\.\d+\.\d+ +10\.64\.64\.0\/19 +9 +616 +right/);
    expect(stdout).toContain("Nothing was found that stops shop. 5 clusters, 40 nodes at most");
  });

  it("ends with 2 and a sentence where there is no file", () => {
    const { status, stderr } = runCli(["fleet", "plan", "-f", "nowhere.yaml"]);
    expect([status, stderr]).toEqual([
      2,
      "nowhere.yaml does not exist. Give the fleet file by --file; docs/fleets.md shows one.\n",
    ]);
  });

  it("lets no cluster hide another: faults of form, a wrong name and findings are told of each", async () => {
    const { clusters, findings } = await planned(
      fleetText(4, {
        c1: "settings: { network: { vpc: { cidr: 10.0.0.0/99 } } }",
        c2: "settings: { nodeGroups: { general: { scaling: { max: many } } } }",
        c3: "stage: tset",
      }),
    );
    expect(clusters.map(({ name, state, errors }) => [name, state, errors > 0])).toEqual([
      ["c0", "planned", false],
      ["c1", "planned", true],
      ["c2", "faults", true],
      ["c3", "faults", true],
    ]);
    expect(findings.map(({ where }) => where).filter((where) => !/^fleet\.yaml:\d+:\d+$/.test(where))).toEqual([]);
  });

  it("says once what many clusters have from one place, with their names", async () => {
    const { clusters, findings } = await planned(fleetText(50, {}, "deletionProtection: false"));
    const said = findings.filter(({ rule }) => rule === "security-deletion-protection");
    expect(said).toHaveLength(1);
    expect(said[0]?.clusters).toHaveLength(50);
    expect(said[0]?.subject).toContain("and 46 more");
    expect(clusters.every(({ warnings }) => warnings > 0)).toBe(true);
  });

  it("says what only the fleet shows, of the clusters that it concerns", async () => {
    const { clusters, findings } = await planned(
      fleetText(3, { c2: "settings: { network: { vpc: { cidr: 10.0.0.0/20 } } }" }),
    );
    expect(findings.filter(({ rule }) => rule === "fleet-networks-overlap")).toMatchObject([
      { clusters: ["c0", "c2"], setting: "clusters.c2.settings.network.vpc" },
    ]);
    expect(clusters.map(({ errors }) => errors)).toEqual([1, 0, 1]);
  });

  it("shows many clusters by wave, and only those with errors one by one", async () => {
    const document = await planned(fleetText(50, { c7: "settings: { network: { vpc: { cidr: 10.0.0.0/20 } } }" }));
    const look = { style: STYLE, quiet: false, detail: "short" as const };
    const short = await draw(document, "text", { ...look, full: false });
    expect(short).toContain("Clusters with errors: 2 of 50; all with --full");
    expect(short).toMatch(/canary +25 +1 /);
    expect(short).not.toMatch(/^ {2}c9 /m);
    expect(await draw(document, "text", { ...look, full: true })).toMatch(/^ {2}c9 /m);
    expect(await draw(document, "markdown", { ...look, full: false })).toContain("This fleet would not work as it is");
    expect(JSON.parse(await draw(document, "json", { ...look, full: false }))).toEqual(document);
  });

  it("is the same for the same file", async () => {
    expect(await planned(fleetText(3))).toEqual(await planned(fleetText(3)));
  });
});
