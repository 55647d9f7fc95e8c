import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readOtherwise } from "../../../config/cli-yaml.ts";
import { parseSettings } from "../../../config/parse.ts";
import { parseStackFile } from "../../../config/stack-file.ts";

/** What `pulumi config --json` of CLI 3.274.1 said of a stack file with these texts; undefined: what is written. */
const CLI: readonly (readonly [string, string | undefined])[] = [
  ["2027-01-31T00:00:00Z", "time"],
  ["2027-01-31", "time"],
  ["2027-1-3", "time"],
  ["2027-01-31t10:00:00.5+02:00", "time"],
  ["2027-01-31 10:00:00", "time"],
  ["2027-01-31 10:00", undefined],
  ["2027-01-31T10:00Z", undefined],
  ["2027-02-31", undefined],
  ["0123456", "42798"],
  ["012345678", undefined],
  ["-010", "-8"],
  ["0777_", "511"],
  ["0b101", "5"],
  ["-0b11", "-3"],
  ["0b2", undefined],
  ["0x", undefined],
  ["0x10", undefined],
  ["0o17", undefined],
  ["0o7_7", "63"],
  ["0x1_f", "31"],
  ["1_000.5", "1000.5"],
  ["1__0", "10"],
  ["0_9", "9"],
  ["_1", undefined],
  [".5", undefined],
  ["5.", undefined],
  ["+5", undefined],
  ["1e3", undefined],
  ["1:30", undefined],
  ["1.30", undefined],
  ["no", undefined],
  ["y", undefined],
  ["eu-central-1a", undefined],
  ["10.0.0.0/16", undefined],
  [".inf", "refuses"],
];

describe("an unquoted text that the Pulumi CLI reads as something else", () => {
  it.each(CLI)("%s", (text, reading) => {
    if (reading === undefined) expect(readOtherwise(text)).toBeUndefined();
    else expect(readOtherwise(text)).toContain(reading);
  });

  it("is read by YAML 1.2 as the text or the number that the CLI does not pass on", () => {
    const told = CLI.filter(([text, reading]) => reading !== undefined && String(parse(text)) === reading);
    expect(told).toEqual([]);
  });

  const findings = (text: string) => {
    const file = parseStackFile(`config:\n  aws:region: eu-central-1\n${text}`, "Pulumi.x.yaml");
    const parsed = parseSettings(file.raw);
    return (parsed.ok ? [] : parsed.findings)
      .filter(({ found }) => found?.includes("Pulumi CLI"))
      .map(({ path, fix }) => `${file.position(path) ?? ""} ${path} ${fix ?? ""}`);
  };

  it("is a fault wherever it stands in the settings, with its line and the quotes", () => {
    expect(
      findings(
        [
          "  cilium-eks:cluster:",
          "    asOf: 2026-11-20",
          "    access: { entries: { a: { kubernetesGroups: [one, 0123] } } }",
        ].join("\n"),
      ),
    ).toEqual([
      '4:5 cluster.asOf Write "2026-11-20" with its quotes, or the number without extras.',
      '5:55 cluster.access.entries.a.kubernetesGroups.1 Write "0123" with its quotes, or the number without extras.',
    ]);
  });

  it("is none in quotes, in a comment, or in the configuration of somebody else", () => {
    expect(
      findings(["  other:since: 2026-11-20 # 2026-11-20", '  cilium-eks:cluster: { asOf: "2026-11-20" }'].join("\n")),
    ).toEqual([]);
  });

  it("is not shown where it is secret", () => {
    const [only = ""] = findings("  cilium-eks:mesh: { certificateAuthority: { privateKey: 0123_4 } }");
    expect(only).toContain("Put it into quotes.");
    expect(only).not.toContain("0123");
  });
});
