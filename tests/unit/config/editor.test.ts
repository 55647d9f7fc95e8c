import { readFileSync, readdirSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { TextDocument, getLanguageService } from "yaml-language-server";
import { catalogue } from "../../../core/rules/index.ts";

const schema = readFileSync("config/schema.json", "utf8");
/** The service keeps what it has read by address. */
let documents = 0;

/** The language service that VS Code, Neovim, Helix and others run on YAML. */
const service = getLanguageService({
  schemaRequestService: () => Promise.resolve(schema),
  workspaceContext: { resolveRelativePath: (relative) => relative },
});
service.configure({
  completion: true,
  hover: true,
  validate: true,
  schemas: [{ fileMatch: ["*.yaml"], uri: "file:///schema.json", schema: JSON.parse(schema) as unknown }],
});

type Document = Parameters<typeof service.doComplete>[0];

/** A document with a cursor at `|`. */
function opened(text: string): { document: Document; position: { line: number; character: number } } {
  const before = text.slice(0, text.indexOf("|")).split("\n");
  const plain = text.replace("|", "");
  const document = TextDocument.create(`file:///${documents++}.yaml`, "yaml", 1, plain) as Document;
  return { document, position: { line: before.length - 1, character: (before.at(-1) ?? "").length } };
}

async function offered(text: string): Promise<string[]> {
  const { document, position } = opened(text);
  return (await service.doComplete(document, position, false)).items.map(({ label }) => label);
}

async function underlined(text: string): Promise<string[]> {
  return (await service.doValidation(opened(`${text}|`).document, false)).map(({ message }) => message);
}

const START = "config:\n  aws:region: eu-central-1\n  cilium-eks:network: { vpc: { cidr: 10.0.0.0/16 } }\n";
const NODES = "  cilium-eks:nodeGroups: { a: { instanceTypes: [m6i.large], scaling: { min: 1, max: 2 } } }\n";
const REST = `${START}${NODES}  cilium-eks:cluster: { name: blue }\n`;

describe("an editor offers", () => {
  it.each([
    ["Regions", "config:\n  aws:region: |", ["eu-central-1", "us-gov-west-1"]],
    [
      "instance types",
      `${START}  cilium-eks:nodeGroups:\n    a:\n      instanceTypes:\n        - |`,
      ["m6i.large", "c7g.4xlarge"],
    ],
    ["rules to waive", `${REST}  cilium-eks:waivers:\n    |`, [catalogue[0]?.id ?? "", catalogue.at(-1)?.id ?? ""]],
    ["quota codes to raise", `${REST}  cilium-eks:quotas:\n    request:\n      - |`, ["L-DF5E4CA3"]],
    ["quota codes to state", `${REST}  cilium-eks:quotas:\n    current:\n      |`, ["L-DF5E4CA3"]],
    ["Helm values of the default chart", `${REST}  cilium-eks:cilium:\n    helmValues:\n      |`, ["bpf", "hubble"]],
    [
      "Helm values within a group",
      `${REST}  cilium-eks:cilium:\n    helmValues:\n      eni:\n        |`,
      ["awsEnablePrefixDelegation"],
    ],
    ["choices of a Helm value", `${REST}  cilium-eks:cilium:\n    helmValues:\n      ipam:\n        mode: |`, ["eni"]],
    ["choices of a setting", `${REST}  cilium-eks:cilium:\n    hostRouting: |`, ["bpf", "legacy"]],
  ])("%s", async (_, text, words) => {
    expect(await offered(text)).toEqual(expect.arrayContaining(words));
  });

  it("Helm values of the version that the stack names", async () => {
    const keys = async (version: string): Promise<string[]> =>
      offered(`${REST}  cilium-eks:cilium:\n    version: ${version}\n    helmValues:\n      |`);
    const [old, recent] = [await keys("1.18.12"), await keys("1.20.2")];
    expect(old.length).toBeGreaterThan(50);
    expect(recent).not.toEqual(old);
  });
});

describe("an editor underlines", () => {
  it.each([
    ["a Region with a slip", REST.replace("eu-central-1", "eu-centrall-1"), "A Region such as"],
    ["an instance type with a slip", REST.replace("m6i.large", "m6i.lagre"), "family, dot, size"],
    ["a block out of bounds", REST.replace("/16", "/33"), "A block such as"],
    ["an unknown Helm value", `${REST}  cilium-eks:cilium: { helmValues: { tunnell: x } }\n`, "tunnell"],
    [
      "a Helm value of another type",
      `${REST}  cilium-eks:cilium: { helmValues: { bpf: { masquerade: [] } } }\n`,
      "Incorrect type",
    ],
    ["a key without its prefix", `${REST}  cluster: {}\n`, "cluster"],
    ["an encrypted name", REST.replace("name: blue", "name: { secure: AAAB }"), "Incorrect type"],
  ])("%s", async (_, text, words) => {
    expect(await underlined(text)).toEqual(expect.arrayContaining([expect.stringContaining(words) as string]));
  });

  it("nothing in a stack that is right, encrypted values among it", async () => {
    expect(await underlined(REST)).toEqual([]);
    expect(await underlined(REST.replace("name: blue", "name: blue, secretsKeyArn: { secure: AAAB }"))).toEqual([]);
  });
});

describe("config/schema.json", () => {
  const validate = new Ajv2020({ strict: false, logger: false }).compile(JSON.parse(schema) as object);
  const files = ["Pulumi.prod.yaml", "Pulumi.dev.yaml", ...readdirSync("examples").map((file) => `examples/${file}`)];

  it.each(files.filter((file) => file.endsWith(".yaml")))("takes %s", (file) => {
    validate(parse(readFileSync(file, "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("describes in plain words and in Markdown, with the default", async () => {
    const { document, position } = opened(
      `${START}${NODES}  cilium-eks:cluster: { name: blue, kubernetes|Version: "1.35" }\n`,
    );
    const hover = JSON.stringify((await service.doHover(document, position))?.contents);
    expect(hover).toContain("Default: `1.35`");
    expect(schema).not.toMatch(/"description": ?"[^"]*`/);
  });
});
