import type { Settings } from "../settings/index.ts";

/** What twins differ in by nature: who they are, where they lie, and what is said about the check itself. */
const OWN_GROUPS: ReadonlySet<string> = new Set(["region", "network", "mesh", "quotas", "waivers"]);
const OWN_PLACES: ReadonlySet<string> = new Set([
  "cluster.name",
  "cluster.existing",
  "cluster.asOf",
  "cilium.installedVersion",
]);
/** Words for addresses, ids and names, at the end of a key. */
const OWN_KEYS = /(?:arns?|ids?|cidrs?|address|addresses|hostnames?|domains?|zones?)$/i;

/** Leaves of the settings that twins have in common, path -> value as JSON. */
export function traitsOf(settings: Settings): Readonly<Record<string, string>> {
  const leaves: Record<string, string> = {};
  const walk = (value: unknown, path: string, key: string): void => {
    if (value === undefined || OWN_PLACES.has(path) || OWN_KEYS.test(key)) return;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, path === "" ? name : `${path}.${name}`, name);
      return;
    }
    leaves[path] = JSON.stringify(value);
  };
  for (const [group, value] of Object.entries(settings)) if (!OWN_GROUPS.has(group)) walk(value, group, group);
  return leaves;
}
