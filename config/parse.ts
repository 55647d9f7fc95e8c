import type { Finding } from "../core/findings/finding.ts";
import type { Origins } from "../core/contracts/area-part.ts";
import { originsOf, settingOf } from "../core/plan/origins.ts";
import type { Settings } from "../core/settings/index.ts";
import { schemaFinding, secretFindings, toFindings } from "./faults.ts";
import { idFaults } from "./ids.ts";
import { settingsSchema, stackKeys } from "./schema.generated.ts";
import { NAMESPACE, type RawStack } from "./stack.ts";
import { STACK_TEMPLATE } from "./template.ts";
import { show } from "./words.ts";

export type Parsed =
  { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly findings: readonly Finding[] };

/** Raw values to settings; every fault at once. */
export function parseSettings(raw: RawStack): Parsed {
  const { region, values, faults = [] } = raw;
  if (Object.keys(values).length === 0) return { ok: false, findings: [...faults, nothing] };
  const result = settingsSchema.safeParse(values);
  const findings = [
    ...faults,
    ...regionFaults(region),
    ...secretFindings(raw),
    // A program is handed its secrets in clear, and nothing of them may be told.
    ...(raw.source === undefined ? [] : idFaults(values).filter(({ path }) => !isSecret(path, raw))),
    ...(result.success ? [] : toFindings(result.error.issues, raw)),
  ];
  if (findings.length > 0 || !result.success) return { ok: false, findings };
  return { ok: true, settings: { region: region as string, ...result.data } };
}

const isSecret = (path: string, { secretPaths = [] }: RawStack): boolean =>
  secretPaths.some((secret) => secret.join(".") === path);

const nothing = schemaFinding(["config"], {
  found: `no key of ${NAMESPACE}`,
  expected: "a Region, a cluster, a network and a node group at least",
  fix: `Start with this, and change it:\n${STACK_TEMPLATE}`,
});

const regionFaults = (region: unknown): Finding[] =>
  typeof region === "string" && region !== ""
    ? []
    : [
        schemaFinding(["aws:region"], {
          found: show(region),
          expected: "an AWS Region such as eu-central-1",
          fix: "Run: pulumi config set aws:region eu-central-1",
        }),
      ];

/** Model and settings paths to what stands in the stack file: `controlPlane.x` -> `cilium-eks:cluster.x`. */
export function locateInStack(origins: Origins = {}): (path: string) => string {
  const table = originsOf([], origins);
  return (path) => {
    const translated = settingOf(path, table);
    const [head = ""] = translated.split(".", 1);
    return (stackKeys as readonly string[]).includes(head) ? `${NAMESPACE}:${translated}` : translated;
  };
}
