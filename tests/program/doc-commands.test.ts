import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flows } from "../../bench/flows/generate.ts";
import { makeProgram } from "../../cli/commands.ts";
import { cloneInto, emptyFolder, manifestOf, root, shell } from "../support/consumer.ts";
import { type Command, commands, pages, shellBlocks } from "../support/docs.ts";

const PAGES = [
  ...pages(),
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/alerts.md",
  "docs/policies.md",
  "action.yml",
  ".pre-commit-hooks.yaml",
];

/** How a command is written in general: what is in brackets is a choice. */
const SYNOPSIS = /\[[-A-Z]|<(?!type>)|\b(?:FILE|RULE|VERSION|MINOR)\b/;

const all = commands(PAGES);
const { scripts } = manifestOf(root) as unknown as { readonly scripts: Readonly<Record<string, string>> };

/** The command line of ours in a command, without what is before and behind it; undefined where there is none. */
const ownArguments = ({ text }: Command): string | undefined =>
  /(?:^|\s)(?:npx (?:--no-install )?(?:-p pulumi-cilium-eks )?)?(?<!pulumi-)cilium-eks( [^|>&]*)?(?:$|[|>&])/
    .exec(text)?.[1]
    ?.trim();

const ours = all.flatMap((command) => {
  const given = ownArguments(command);
  return given === undefined || given === "" || SYNOPSIS.test(command.text)
    ? []
    : [{ ...command, given: given.replaceAll(/<type>/g, "m6i.xlarge") }];
});

/** These need a cluster, an account, a terminal, or somebody else's output: they are only parsed. */
const ONLY_PARSED =
  /--kube|--relay|gateway check|service-map -$|\$STACK|"\$|--state|^doctor|^init|^completion|^verify|^diagnose|^enis|^backup|^restore|^drift|--live|--serve|^inference|^check (?:-|cluster|cdk\.out|plan\.json|\.\/infra)/;

/** Commands of a pipeline or a project of somebody else: package.test.ts runs them where they belong. */
const ELSEWHERE = /^(?:action\.yml|\.pre-commit-hooks\.yaml|docs\/ci\.md)/;

/** Several pages may show one command; it does the same on each. */
const once = <T extends Command>(all: readonly T[]): T[] => [...new Map(all.map((one) => [one.text, one])).values()];

describe("commands in the documentation", () => {
  const { folder, remove } = emptyFolder("clone");
  let clone = "";
  afterAll(remove, 300_000);
  beforeAll(() => {
    clone = cloneInto(folder);
    const seen = [...flows(300)].join("\n").replaceAll('"team-1"', '"shop"');
    for (const name of ["flows", "today", "yesterday"]) writeFileSync(path.join(clone, `${name}.json`), seen);
    copyFileSync(path.join(root, "Pulumi.dev.yaml"), path.join(clone, "Pulumi.dev.yaml"));
    writeFileSync(path.join(clone, "prices.json"), '{ "eksCluster": 0.1 }');
    // What docs/check.md is about: somebody's values and objects, nothing wrong with them.
    writeFileSync(
      path.join(clone, "values.yaml"),
      "kubeProxyReplacement: true\nk8sServiceHost: ABC.gr7.eu-central-1.eks.amazonaws.com\nk8sServicePort: 443\n",
    );
    writeFileSync(path.join(clone, "prod.yaml"), "hubble: { relay: { enabled: true } }\n");
    writeFileSync(
      path.join(clone, "template.yaml"),
      'Resources: { Network: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: 172.31.0.0/16 } } }\n',
    );
    mkdirSync(path.join(clone, "k8s"));
    writeFileSync(
      path.join(clone, "k8s/namespace.yaml"),
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
    );
    // The step of docs/quick-start.md before its plan.
    copyFileSync(path.join(root, "examples/minimal.yaml"), path.join(clone, "Pulumi.blue.yaml"));
  });

  it("are found", () => {
    expect(all.length).toBeGreaterThan(60);
    expect(ours.length).toBeGreaterThan(10);
  });

  it.each(ours)("are command lines that there are: $where $given", async ({ given }) => {
    await expect(parsed(given)).resolves.toBe(undefined);
  });

  it.each(once(ours.filter(({ given, where }) => !ONLY_PARSED.test(given) && !ELSEWHERE.test(where))))(
    "run in a clone as they stand: $where $text",
    ({ text }) => {
      const { status, stdout, stderr } = shell(text.replaceAll(/<type>/g, "m6i.xlarge"), clone);
      expect(stderr).not.toMatch(/npm error|not found| at /);
      expect(status).toBe(0);
      expect(stdout.length + (/--out(?:put)?\b/.test(text) ? 1 : 0)).toBeGreaterThan(0);
    },
  );

  const scriptsNamed = all.flatMap(({ where, text }) =>
    [...text.matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(test))/g)].map(([, script, test]) => ({
      where,
      name: script ?? test ?? "",
    })),
  );
  it.each(scriptsNamed)("name scripts that there are: $where npm run $name", ({ name }) => {
    expect(Object.keys(scripts)).toContain(name);
  });

  it.each(
    once([
      ...all.filter(({ text }) => /^npm run plan(?: -- --|$)/.test(text)),
      ...all.filter(({ text }) => text.startsWith("node policies/")),
    ]),
  )("of npm and node run in a clone: $where $text", ({ text }) => {
    const { status, stderr } = shell(text, clone);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("name files that there are", () => {
    const files = all.flatMap(({ where, text }) =>
      [...text.matchAll(/(?:^| )(?:node|bash) ([\w./-]+\.(?:ts|js|cjs)|\.ci\/run)/g)].map(([, file = ""]) => ({
        where,
        file,
      })),
    );
    const absent = files.filter(({ file }) => !file.startsWith("node_modules/") && !existsSync(path.join(root, file)));
    expect(files.length).toBeGreaterThan(2);
    expect(absent).toEqual([]);
  });

  it("reach for no package that is not this project's or a dependency of it", () => {
    const known = new Set([
      "pulumi-cilium-eks",
      "pulumi-cilium-eks-policies",
      ...Object.keys({ ...manifestOf(root).devDependencies, ...manifestOf(root).peerDependencies }),
    ]);
    const bins: Readonly<Record<string, string>> = {
      changeset: "@changesets/cli",
      vitest: "vitest",
      "cilium-eks": "pulumi-cilium-eks",
    };
    const named = all.flatMap(({ where, text }) => [
      ...[...text.matchAll(/npx (?:--no-install )?-p ([^\s@]+)/g)].map(([, name = ""]) => ({ where, name })),
      ...[...text.matchAll(/npx (?!-)([\w-]+)/g)].map(([, name = ""]) => ({ where, name: bins[name] ?? name })),
      ...[...text.matchAll(/npm (?:install|i|add|pack) (?:--\w+(?: [\w-]+(?= ))? )?(@?[a-z][\w/.-]*)/g)].map(
        ([, name = ""]) => ({ where, name }),
      ),
    ]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
    // Where the project is somebody else's, the package is named: npx alone would ask the registry for the command's name.
    expect(ours.filter(({ where, text }) => ELSEWHERE.test(where) && !text.includes("-p pulumi-cilium-eks"))).toEqual(
      [],
    );
  });

  it.each(shellBlocks(PAGES))("are shell that can be read: $where", ({ text }) => {
    const { status, stderr } = spawnSync("bash", ["-n"], {
      input: text.replaceAll(/<[\w ]+>/g, "x"),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

/** Parses a command line of ours without running it; fails as the command itself would. */
async function parsed(text: string): Promise<void> {
  const program = makeProgram();
  const all = [program];
  for (const command of all) {
    all.push(...command.commands);
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    if (command.commands.length === 0) command.action(() => {});
  }
  const words = text.replaceAll(/\[[^\]]*\]/g, "").match(/"[^"]*"|\S+/g) ?? [];
  const given = words
    .map((word) => word.replaceAll('"', ""))
    .map((word) => (word === "${arguments[@]}" ? "--strict" : word));
  await program.parseAsync(given, { from: "user" });
}
