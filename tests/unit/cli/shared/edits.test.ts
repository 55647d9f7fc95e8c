import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { edit, editsBetween } from "../../../../cli/shared/edits.ts";

const STACK = `# A comment.
config:
  aws:region: eu-central-1
  cilium-eks:cluster: { name: prod, kubernetesVersion: "1.35" }
  cilium-eks:cilium:
    # What runs.
    version: '1.19.6' # pinned
    helmValues:
      encryption:
        strictMode: { enabled: true, cidr: 10.0.0.0/8 }
  cilium-eks:nodeGroups:
    general: { instanceTypes: [m6i.xlarge] }
`;
const cilium = (...path: string[]): readonly string[] => ["config", "cilium-eks:cilium", ...path];

describe("edits of a YAML file", () => {
  it("change one value and leave quotes, comments and everything else", () => {
    const text = edit(STACK, [{ path: cilium("version"), value: "1.20.2" }]);
    expect(text).toBe(STACK.replace("'1.19.6' # pinned", "'1.20.2' # pinned"));
    expect(editsBetween(STACK, text)).toEqual([
      { line: 7, old: ["    version: '1.19.6' # pinned"], new: ["    version: '1.20.2' # pinned"] },
    ]);
  });

  it.each([
    ["in a group on one line", ["config", "cilium-eks:cluster", "kubernetesVersion"], "1.36"],
    ["a key that is new in a block", cilium("upgradeCompatibility"), "1.19"],
    ["a key that is new on one line", ["config", "cilium-eks:cluster", "deletionProtection"], true],
    ["a way of keys that is new", cilium("helmValues", "socketLB", "hostNamespaceOnly"), true],
    ["a section that is new", ["config", "cilium-eks:quotas", "current", "L-1216C47A"], 256],
  ])("set %s", (_, path, value) => {
    const text = edit(STACK, [{ path, value }]);
    let found: unknown = parse(text);
    for (const key of path) found = (found as Record<string, unknown>)[key];
    expect(found).toBe(value);
    expect(editsBetween(STACK, text)).toHaveLength(1);
    expect(edit(text, [{ path, value: undefined }]).split("\n").length).toBeLessThanOrEqual(STACK.split("\n").length);
  });

  it("take keys out, and groups that nothing is left in", () => {
    const above = cilium("helmValues", "encryption", "strictMode");
    const one = edit(STACK, [{ path: [...above, "enabled"], value: undefined }]);
    expect(one).toContain("strictMode: { cidr: 10.0.0.0/8 }");
    const none = edit(one, [{ path: [...above, "cidr"], value: undefined }]);
    expect(none).not.toContain("helmValues");
    expect(parse(none)).toMatchObject({ config: { "cilium-eks:cilium": { version: "1.19.6" } } });
  });

  it("leave what is not there", () => {
    expect(edit(STACK, [{ path: ["config", "cilium-eks:mesh", "peers"], value: undefined }])).toBe(STACK);
    expect(edit("", [{ path: ["a"], value: 1 }])).toBe("");
  });

  it.each(readdirSync("examples").filter((file) => file.endsWith(".yaml")))(
    "read %s as before, but for what they set",
    (file) => {
      const text = readFileSync(`examples/${file}`, "utf8");
      const changed = edit(text, [
        { path: ["config", "cilium-eks:cluster", "kubernetesVersion"], value: "1.36" },
        { path: cilium("version"), value: "1.20.2" },
        { path: cilium("upgradeCompatibility"), value: "1.19" },
      ]);
      const [before, after] = [text, changed].map((one) => (parse(one) as { config: Record<string, object> }).config);
      expect(after).toEqual({
        ...before,
        "cilium-eks:cluster": { ...before?.["cilium-eks:cluster"], kubernetesVersion: "1.36" },
        "cilium-eks:cilium": { ...before?.["cilium-eks:cilium"], version: "1.20.2", upgradeCompatibility: "1.19" },
      });
    },
  );
});
