import { compareVersions, parseVersion } from "../../facts/version.ts";
import type { FleetMember, FleetModel } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";
import { type Minutes, minutesOf } from "../../fleet/windows.ts";
import { rulesOn } from "../rule.ts";
import { about, fleet, grouped, placeOf, shown } from "./common.ts";

const PRACTICE =
  "AWS Well-Architected, Reliability Pillar: REL08 (deploy changes by stages); this project: docs/fleets.md";

const touch = (a: readonly Minutes[], b: readonly Minutes[]): boolean =>
  a.some((one) => b.some((other) => one.from < other.to && other.from < one.to));

const membersOf = ({ clusters }: FleetModel, wave: string): FleetMember[] =>
  clusters.filter((one) => one.wave === wave);

type Versioned = "kubernetesVersion" | "ciliumVersion";
const VERSIONS: readonly (readonly [Versioned, name: string, path: string])[] = [
  ["kubernetesVersion", "Kubernetes", "settings.cluster.kubernetesVersion"],
  ["ciliumVersion", "Cilium", "settings.cilium.version"],
];

const isVersion = (text: string | undefined): boolean => parseVersion(text ?? "") !== undefined;

export default [
  ...rulesOn(fleet, [
    {
      id: "fleet-waves-order",
      severity: "error",
      title: "No wave has a version that its canaries have not",
      why: "A later wave with a newer version is a change that nobody has tried: what it breaks, it breaks everywhere at once.",
      source: PRACTICE,
      fix: "Raise the version in the earlier waves first, and let it run there.",
      *check({ fleet: model }) {
        const place = new Map(model.waves.map(({ name }, at) => [name, at]));
        const byTemplate = grouped(model.clusters, ({ template }) => template);
        for (const [key, name, path] of VERSIONS)
          yield* each(byTemplate, function* (members) {
            for (const late of grouped(members, ({ wave }) => wave)) {
              const at = place.get(late[0]?.wave ?? "") ?? 0;
              const before = members.filter(({ wave }) => (place.get(wave) ?? 0) < at);
              const oldest = before
                .filter((one) => isVersion(one[key]))
                .toSorted((a, b) => compareVersions(a[key] ?? "", b[key] ?? ""))[0];
              const ahead = late.filter(
                (one) =>
                  isVersion(one[key]) && oldest !== undefined && compareVersions(one[key] ?? "", oldest[key] ?? "") > 0,
              );
              const [first] = ahead;
              if (first === undefined || oldest === undefined) continue;
              yield {
                ...about(ahead.map((one) => one.name)),
                path: placeOf(first.name, path),
                found: `${name} ${first[key] ?? ""} in wave "${first.wave}", while ${oldest.name} of wave "${oldest.wave}" has ${oldest[key] ?? ""}`,
                expected: `at most ${oldest[key] ?? ""} until the earlier waves have more`,
              };
            }
          });
      },
    },
    {
      id: "fleet-waves-canary",
      severity: "warning",
      title: "The first wave has a cluster of each template",
      why: "What no cluster of the canary runs is tried for the first time where it matters.",
      source: PRACTICE,
      fix: "Put a cluster of the template into the first wave.",
      *check({ fleet: model }) {
        const [first] = model.waves;
        if (first === undefined || model.waves.length < 2) return;
        const tried = new Set(membersOf(model, first.name).map(({ template }) => template));
        for (const members of grouped(model.clusters, ({ template }) => template)) {
          const [one] = members;
          // A single cluster is its own canary.
          if (one === undefined || members.length < 2 || tried.has(one.template)) continue;
          yield {
            subject: `template "${one.template}"`,
            path: `fleet.templates.${one.template}`,
            found: `${String(members.length)} clusters, none of them in wave "${first.name}"`,
            expected: "one of them in the first wave",
          };
        }
      },
    },
    {
      id: "fleet-waves-windows",
      severity: "warning",
      title: "Waves that follow each other have different maintenance windows",
      why: "Where two windows meet, the later wave may begin while the earlier one is still being changed, and the canary has told nothing yet.",
      source: PRACTICE,
      fix: "Move the later wave's windows, so that one has ended before the next begins.",
      *check({ fleet: model }) {
        yield* each(model.waves.keys(), function* (at) {
          const [wave, next] = [model.waves[at], model.waves[at + 1]];
          if (wave === undefined || next === undefined) return;
          // Without windows the engine's own order and the soak time keep them apart.
          if (!touch(minutesOf(wave.windows), minutesOf(next.windows))) return;
          yield {
            subject: `wave "${next.name}"`,
            path: `fleet.waves.${String(at + 1)}.windows`,
            found: `windows that meet those of wave "${wave.name}"`,
            expected: "windows of its own",
          };
        });
      },
    },
    {
      id: "fleet-waves-soak",
      severity: "warning",
      title: "A wave runs a while before the next begins",
      why: "Leaks, expiring credentials and nightly jobs show themselves after hours: without a pause every wave is changed before the first has shown anything.",
      source: PRACTICE,
      fix: "Set soakHours of the wave, 24 for a day and a night.",
      *check({ fleet: model }) {
        yield* each(model.waves.slice(0, -1).entries(), function* ([at, { name, soakHours }]) {
          if (soakHours > 0 || membersOf(model, name).length === 0) return;
          yield {
            subject: `wave "${name}"`,
            path: `fleet.waves.${String(at)}.soakHours`,
            found: "0 hours",
            expected: "an hour at least",
          };
        });
      },
    },
  ]),
  ...rulesOn(fleet, [
    {
      id: "fleet-twins-drift",
      severity: "warning",
      title: "Twins differ in names and addresses only",
      why: "Traffic moves from one to the other in an emergency: a setting that only one has shows itself then.",
      source: "This project: docs/fleets.md",
      fix: "Put the setting into the template of both, or take the word `twin` away where they are meant to differ.",
      *check({ fleet: model }) {
        yield* each(
          grouped(model.clusters, ({ twin }) => twin),
          function* (twins) {
            const [first, ...others] = twins;
            if (first === undefined) return;
            for (const other of others) {
              const paths = [...new Set([...Object.keys(first.traits), ...Object.keys(other.traits)])].toSorted();
              const drifted = paths.filter((path) => first.traits[path] !== other.traits[path]);
              const [one] = drifted;
              if (one === undefined) continue;
              yield {
                ...about([first.name, other.name]),
                path: placeOf(other.name, `settings.${one}`),
                found: `${String(drifted.length)} setting${drifted.length === 1 ? "" : "s"} of its own: ${shown(
                  drifted.map(
                    (path) =>
                      `${path} is ${other.traits[path] ?? "left out"} and ${first.traits[path] ?? "left out"} in ${first.name}`,
                  ),
                  3,
                )}`,
                expected: "the same as its twin, but for names and addresses",
              };
            }
          },
        );
      },
    },
  ]),
];
