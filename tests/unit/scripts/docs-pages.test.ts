import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ALERT_NAMES } from "../../../core/observability/alerts/index.ts";
import { catalogue } from "../../../core/rules/index.ts";
import { headingsOf, withContents } from "../../../scripts/contents.ts";
import { familyOf, troubleshootingPage } from "../../../scripts/troubleshooting/page.ts";
import { OTHERS, SYMPTOMS } from "../../../scripts/troubleshooting/symptoms.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...["docs", "docs/rules", "examples"].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((file) => file.endsWith(".md"))
      .map((file) => `${folder}/${file}`),
  ),
];
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Links within the repository, from where they stand. */
const linksOf = (file: string) =>
  [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(([, to = "", anchor]) => ({
    target: to === "" ? file : path.posix.join(path.posix.dirname(file), to),
    anchor,
  }));

describe("pages", () => {
  it.each(pages)("%s links to files and headings that there are", (file) => {
    const broken = linksOf(file).filter(({ target, anchor }) => {
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && !headingsOf(read(target)).some((heading) => heading.anchor === anchor);
    });
    expect(broken).toEqual([]);
  });

  it.each(pages.filter((file) => file !== "README.md" && read(file).split("\n").length > 130))(
    "%s is long and begins with its contents",
    (file) => {
      const [, contents = ""] = /<!-- contents: generated -->([^]*?)<!-- contents: end -->/.exec(read(file)) ?? [];
      const sections = headingsOf(read(file)).filter(({ depth }) => depth === 2);
      expect(sections.length).toBeGreaterThan(1);
      for (const { anchor } of sections) expect(contents).toContain(`(#${anchor})`);
      expect(withContents(read(file)).length).toBe(read(file).length);
    },
  );

  it("are all in the index", () => {
    const named = new Set(linksOf("docs/README.md").map(({ target }) => target));
    const own = pages.filter((file) => file.startsWith("docs/") && !file.startsWith("docs/rules/"));
    expect(own.filter((file) => file !== "docs/README.md" && !named.has(file))).toEqual([]);
  });

  it("name every example in the gallery", () => {
    const named = new Set(linksOf("examples/README.md").map(({ target }) => target));
    const files = readdirSync(path.join(root, "examples")).filter((file) => file.endsWith(".yaml"));
    expect(files.filter((file) => !named.has(`examples/${file}`))).toEqual([]);
  });
});

describe("contents", () => {
  const long = `# A\n\nIntro.\n\n## One\n\n\`\`\`sh\n# no heading\n\`\`\`\n\n## \`a:b\` & c\n\n### Two\n${"\nx".repeat(120)}\n`;

  it("stand before the first section of a long page, with GitHub's anchors", () => {
    expect(withContents(long)).toContain(
      "Intro.\n\n<!-- contents: generated -->\n\n- [One](#one)\n- [`a:b` & c](#ab--c)\n  - [Two](#two)\n\n<!-- contents: end -->\n\n## One",
    );
    expect(withContents(withContents(long))).toBe(withContents(long));
  });

  it("are taken from a page that became short", () => {
    const short = "# A\n\nIntro.\n\n## One\n";
    expect(withContents(short)).toBe(short);
    expect(withContents(withContents(long).replaceAll("\nx", ""))).not.toContain("contents");
  });

  it("number headings of one name", () => {
    expect(headingsOf("## A\n## A").map(({ anchor }) => anchor)).toEqual(["a", "a-1"]);
  });
});

describe("docs/troubleshooting.md", () => {
  const page = troubleshootingPage(catalogue);

  it("has every symptom of the rules, and every alert", () => {
    const absent = catalogue.filter(({ id, symptom }) => symptom !== undefined && !page.includes(`#${id})`));
    expect(absent.map(({ id }) => id)).toEqual([]);
    expect(ALERT_NAMES.filter((alert) => !page.includes(`(alerts.md#${alert.toLowerCase()})`))).toEqual([]);
  });

  it.each([...SYMPTOMS, OTHERS])("has something to say under: $title", ({ title, command, alerts }) => {
    const section = page.split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
    expect(section).toContain(`\`\`\`sh\n${command}\n\`\`\``);
    expect(section.includes("](rules/") || alerts.length > 0).toBe(true);
  });

  it.each([
    ["Pods stay Pending: node(s) had untolerated taint node.cilium.io/agent-not-ready.", "Pods stay Pending"],
    ["CoreDNS stays in ContainerCreating.", "Pods stay in ContainerCreating: no free addresses"],
    ["Every target of the load balancer is unhealthy.", "The load balancer has no address, or no healthy target"],
    ["Clients get 503.", "Clients of a Gateway get 500, 503, resets or redirects without end"],
    ["Connections from pods to the neighbour's network time out.", "Connections time out or hang"],
    ["Something that nobody has seen yet.", OTHERS.title],
  ])("puts %s under %s", (symptom, title) => {
    expect(familyOf(symptom).title).toBe(title);
  });
});
