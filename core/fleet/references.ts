import { type Finding, Severity } from "../findings/finding.ts";
import { didYouMean, suggest } from "../facts/suggest.ts";
import type { FleetSettings } from "../settings/index.ts";

/** Rule id of what a fleet file names and does not have. */
const FLEET_FILE = "fleet-file";

const finding = (path: string, subject: string, words: Pick<Finding, "found" | "expected" | "fix">): Finding => ({
  rule: FLEET_FILE,
  severity: Severity.Error,
  subject,
  path: `fleet.${path}`,
  ...words,
});

/** Names in a fleet file that lead to nothing, and templates that lead back to themselves. */
export function referenceFaults(fleet: FleetSettings): Finding[] {
  return [
    ...emptyFaults(fleet),
    ...nameFaults(fleet),
    ...clusterFaults(fleet),
    ...templateFaults(fleet),
    ...networkFaults(fleet),
    ...waveFaults(fleet),
  ];
}

const emptyFaults = ({ clusters }: FleetSettings): Finding[] =>
  Object.keys(clusters).length > 0
    ? []
    : [
        finding("clusters", "fleet", {
          found: "no cluster",
          expected: "a cluster at least",
          fix: "Name one: blue: { template: base, region: eu-central-1, wave: canary }",
        }),
      ];

/** Stacks, Kubernetes objects and jobs of pipelines are named after a cluster: this fits all of them. */
const CLUSTER_NAME = /^[a-z]([a-z0-9-]{0,34}[a-z0-9])?$/;

const nameFaults = ({ clusters }: FleetSettings): Finding[] =>
  Object.keys(clusters)
    .filter((name) => !CLUSTER_NAME.test(name))
    .map((name) =>
      finding(`clusters.${name}`, `cluster "${name}"`, {
        found: `"${name}"`,
        expected: "a name of a-z, 0-9 and hyphens that begins with a letter, at most 36 characters",
        fix: "Rename it; the name of the EKS cluster may be another one, in settings.cluster.name.",
      }),
    );

/** A name that one of these words should be. */
function missing(path: string, subject: string, name: string, known: readonly string[]): Finding {
  const near = didYouMean(suggest(name, known));
  return finding(path, subject, {
    found: `"${name}"`,
    expected: known.length === 0 ? "a name that the fleet file has; it has none" : `one of ${known.join(", ")}`,
    fix: near === "" ? "Correct the name, or add what it names." : near,
  });
}

function clusterFaults({ clusters, templates, waves, stages = {}, accounts = {} }: FleetSettings): Finding[] {
  const words = {
    template: Object.keys(templates),
    wave: waves.map(({ name }) => name),
    stage: Object.keys(stages),
    account: Object.keys(accounts),
  } as const;
  return Object.entries(clusters).flatMap(([name, cluster]) =>
    (["template", "wave", "stage", "account"] as const).flatMap((key) => {
      const value = cluster[key];
      // A stage is a word of its own; only where stages have settings it must be one of them.
      if (value === undefined || words[key].includes(value) || (key === "stage" && words.stage.length === 0)) return [];
      return [missing(`clusters.${name}.${key}`, `cluster "${name}"`, value, words[key])];
    }),
  );
}

function templateFaults({ templates }: FleetSettings): Finding[] {
  return Object.entries(templates).flatMap(([name, { extends: base }]) => {
    if (base === undefined) return [];
    const [path, subject] = [`templates.${name}.extends`, `template "${name}"`];
    if (!Object.hasOwn(templates, base)) return [missing(path, subject, base, Object.keys(templates))];
    const way = wayFrom(templates, name);
    return way.at(-1) === name && way.length > 1
      ? [
          finding(path, subject, {
            found: `a circle: ${way.join(", ")}`,
            expected: "a template that does not begin with itself",
            fix: "Take one of these extends away.",
          }),
        ]
      : [];
  });
}

/** Templates that one begins with, until there is none or one comes again. */
function wayFrom(templates: FleetSettings["templates"], name: string): string[] {
  const way = [name];
  for (let next = templates[name]?.extends; next !== undefined; next = templates[next]?.extends) {
    const again = way.includes(next);
    way.push(next);
    if (again) break;
  }
  return way;
}

const networkFaults = ({ networks = {}, clusters }: FleetSettings): Finding[] =>
  Object.entries(networks).flatMap(([network, { clusters: names }]) =>
    names === "all"
      ? []
      : names.flatMap((name, at) =>
          Object.hasOwn(clusters, name)
            ? []
            : [
                missing(
                  `networks.${network}.clusters.${String(at)}`,
                  `network "${network}"`,
                  name,
                  Object.keys(clusters),
                ),
              ],
        ),
  );

const waveFaults = ({ waves }: FleetSettings): Finding[] => [
  ...(waves.length > 0
    ? []
    : [
        finding("waves", "fleet", {
          found: "no wave",
          expected: "a wave at least",
          fix: "Write waves: [{ name: canary }, { name: all }]",
        }),
      ]),
  ...waves.flatMap(({ name }, at) =>
    waves.findIndex((other) => other.name === name) === at
      ? []
      : [
          finding(`waves.${String(at)}.name`, `wave "${name}"`, {
            found: `"${name}" once more`,
            expected: "a name that no other wave has",
            fix: "Give it another name.",
          }),
        ],
  ),
];

/** Clusters that cannot be planned because of these faults: those that have one, and those whose template has. */
export function heldUpBy(fleet: FleetSettings, faults: readonly Pick<Finding, "path">[]): ReadonlySet<string> {
  const heads = new Set(faults.map(({ path }) => path.split(".").slice(0, 3).join(".")));
  return new Set(
    Object.entries(fleet.clusters).flatMap(([name, { template }]) =>
      heads.has(`fleet.clusters.${name}`) ||
      wayFrom(fleet.templates, template).some((one) => heads.has(`fleet.templates.${one}`))
        ? [name]
        : [],
    ),
  );
}
