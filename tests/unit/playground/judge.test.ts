import { describe, expect, it } from "vitest";
import { evaluate } from "../../../playground/worker/judge.ts";
import { playground } from "../../../scripts/build-playground.ts";
import { ARTICLES } from "../../../scripts/articles.ts";
import { checkFiles } from "../../support/readers.ts";

const CHOICES = { chartVersion: "", isEks: true };
const VALUES = "eni: { enabled: true }\nipam: { mode: eni }\ntunnel: disabled\n";

const filesOf = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([name, text]) => ({ name, text }));

describe("what the page says", () => {
  it.each(ARTICLES)("is what check says: $title", ({ files }) => {
    const { findings, faults } = evaluate(filesOf(files), CHOICES);
    expect(faults).toEqual([]);
    expect(findings.map(({ rule, file, line, column }) => `${rule} ${file}:${String(line)}:${String(column)}`)).toEqual(
      checkFiles(files, { platform: "eks" }).findings.map(({ rule, where }) => `${rule} ${where}`),
    );
    for (const { title, why, source } of findings) expect([title, why, source]).not.toContain("");
  });

  it("judges what can be read beside what cannot", () => {
    const { findings, faults } = evaluate(
      filesOf({ "values.yaml": VALUES, "half.yaml": "kind: [Gateway\n", "list.yaml": "colours: [red]\n" }),
      CHOICES,
    );
    expect(findings.map(({ file }) => file)).toContain("values.yaml");
    expect(faults).toEqual([
      {
        file: "half.yaml",
        line: 2,
        column: 1,
        message: expect.stringMatching(/^This file is no valid YAML/) as string,
      },
      { file: "list.yaml", message: expect.stringMatching(/^This file is nothing that check knows/) as string },
    ]);
  });

  it("says nothing of nothing", () => {
    expect(evaluate(filesOf({ "values.yaml": " \n" }), CHOICES)).toMatchObject({ faults: [], findings: [], asked: 0 });
  });

  it("takes the chart's version, and rules that hold everywhere where nobody says EKS", () => {
    const files = filesOf({ "values.yaml": "ipam: { mode: cluster-pool }\ntunnel: disabled\n" });
    const [everywhere, onEks] = [false, true].map((isEks) => evaluate(files, { chartVersion: "1.18.12", isEks }));
    expect(everywhere?.asked).toBeLessThan(onEks?.asked ?? 0);
    expect(everywhere?.findings.map(({ subject }) => subject)).toContain("Cilium 1.18.12");
    expect(everywhere?.notes.join()).toContain("If it does, say so above.");
  });

  it("takes waivers from a file of the command's name, and tells what is wrong with one", () => {
    const waived = evaluate(
      filesOf({ "values.yaml": VALUES, ".cilium-eks.yaml": "waivers: { helm-values-key-fails: gone soon }\n" }),
      CHOICES,
    );
    expect(waived.waived.map(({ rule, reason }) => [rule, reason])).toEqual([["helm-values-key-fails", "gone soon"]]);
    const wrong = evaluate(filesOf({ "values.yaml": VALUES, ".cilium-eks.yaml": "waivers: [a]\n" }), CHOICES);
    expect(wrong.faults).toMatchObject([
      { file: ".cilium-eks.yaml", message: "Waivers must be a map of rules to reasons." },
    ]);
    expect(wrong.findings.length).toBeGreaterThan(0);
  });

  it("speaks of no flag of the command", () => {
    const notes = [...ARTICLES.map(({ files }) => files), { "values.yaml": "ipam: { mode: cluster-pool }\n" }].flatMap(
      (files) => evaluate(filesOf(files), { chartVersion: "", isEks: false }).notes,
    );
    expect(notes.filter((note) => note.includes("--"))).toEqual([]);
  });
});

describe("the page", () => {
  it("is one file below 2.5 MB that names nothing to load", async () => {
    const page = await playground();
    expect(Buffer.byteLength(page)).toBeLessThan(2_500_000);
    const loads = page.match(
      /<(?:link|img|iframe)\b|<script[^>]+src=|@import|url\((?!'data:)|%(?:policy|style|engine|page|nonce)%/g,
    );
    expect(loads).toBeNull();
    expect((await playground()) === page).toBe(true);
  });
});
