import type { ClusterModel, FleetMember, FleetModel, FleetWaveModel } from "../../../../../core/model/index.ts";
import { both, fleetOf, member } from "../../../../support/fleet.ts";
import { cases } from "../../../../support/rule-cases.ts";

const late = (canary: Partial<FleetMember>, all: Partial<FleetMember>): ClusterModel =>
  fleetOf([member("blue", canary), member("green", { wave: "all", ...all })]);
const wave = (name: string, parts: Partial<FleetWaveModel> = {}): FleetWaveModel => ({
  name,
  soakHours: 24,
  windows: [],
  ...parts,
});
const windows = (...all: FleetWaveModel["windows"][]): Partial<FleetModel> => ({
  waves: all.map((one, at) => wave(["canary", "all", "rest"][at] ?? "", { windows: one })),
});
const hours = (day: "mon" | "tue" | "sun", from: string, count: number): FleetWaveModel["windows"] => [
  { days: [day], from, hours: count },
];
const CLUSTERS = [member("blue"), member("green", { wave: "all" })];
const twins = (blue: Record<string, string>, green: Record<string, string>, twin = "shop"): ClusterModel =>
  fleetOf([member("blue", { twin: "shop", traits: blue }), member("green", { twin, traits: green })]);

export default cases({
  "fleet-waves-order": {
    fails: [
      [
        "a newer Kubernetes in the later wave",
        late({}, { kubernetesVersion: "1.36" }),
        { path: "fleet.clusters.green.settings.cluster.kubernetesVersion", example: true },
      ],
      [
        "a newer Cilium in the later wave",
        late({}, { ciliumVersion: "1.20.2" }),
        { path: "fleet.clusters.green.settings.cilium.version" },
      ],
      [
        "newer than the oldest of the canaries",
        fleetOf([
          member("new", { ciliumVersion: "1.20.2" }),
          member("old"),
          member("none", { ciliumVersion: "latest" }),
          member("green", { wave: "all", ciliumVersion: "1.20.2" }),
        ]),
        { found: "while old of wave" },
      ],
    ],
    passes: [
      ["the canary is ahead", late({ kubernetesVersion: "1.36" }, {})],
      ["the same version", late({}, {})],
      ["another template", late({}, { kubernetesVersion: "1.36", template: "other" })],
      ["one wave", both({}, {})],
      ["two versions in one wave", fleetOf([member("blue"), member("green", { ciliumVersion: "1.20.2" })])],
      ["what is no version", late({}, { ciliumVersion: "latest" })],
      ["no version in the canary", late({ ciliumVersion: "latest" }, { ciliumVersion: "1.20.2" })],
    ],
  },
  "fleet-waves-canary": {
    fails: [
      [
        "a template without a canary",
        both({ wave: "all" }),
        { path: "fleet.templates.base", found: "2 clusters", example: true },
      ],
    ],
    passes: [
      ["a canary", fleetOf([member("blue"), member("green", { wave: "all" }), member("red", { wave: "all" })])],
      ["a single cluster of its template", fleetOf([member("green", { wave: "all" })])],
      ["one wave", both({ wave: "all" }, { waves: [wave("canary")] })],
      ["no wave", both({ wave: "all" }, { waves: [] })],
    ],
  },
  "fleet-waves-windows": {
    fails: [
      [
        "windows that meet",
        fleetOf(CLUSTERS, windows(hours("mon", "08:00", 6), hours("mon", "13:30", 2))),
        { path: "fleet.waves.1.windows", example: true },
      ],
      [
        "one over the end of the week",
        fleetOf(CLUSTERS, windows(hours("sun", "22:00", 6), hours("mon", "03:00", 1))),
        { path: "fleet.waves.1.windows" },
      ],
      ["one within the other", fleetOf(CLUSTERS, windows(hours("mon", "10:15", 1), hours("mon", "08:00", 6)))],
      [
        "the end of a window that goes over the week's end",
        fleetOf(CLUSTERS, windows(hours("sun", "23:00", 2), hours("sun", "23:30", 1))),
      ],
      [
        "the second and the third wave",
        fleetOf(CLUSTERS, windows([], hours("mon", "08:00", 6), hours("mon", "08:00", 6))),
        { path: "fleet.waves.2.windows" },
      ],
    ],
    passes: [
      ["one after the other", fleetOf(CLUSTERS, windows(hours("mon", "08:00", 6), hours("mon", "14:00", 2)))],
      ["one before the other", fleetOf(CLUSTERS, windows(hours("mon", "08:00", 6), hours("mon", "06:00", 2)))],
      ["other days", fleetOf(CLUSTERS, windows(hours("mon", "08:00", 6), hours("tue", "08:00", 6)))],
      ["no windows", fleetOf(CLUSTERS, windows([], []))],
      ["until the end of the week", fleetOf(CLUSTERS, windows(hours("sun", "22:00", 2), hours("mon", "00:00", 2)))],
      [
        "after a window over the week's end",
        fleetOf(CLUSTERS, windows(hours("sun", "22:00", 6), hours("mon", "04:00", 1))),
      ],
    ],
  },
  "fleet-waves-soak": {
    fails: [
      [
        "no pause",
        fleetOf(CLUSTERS, { waves: [wave("canary", { soakHours: 0 }), wave("all")] }),
        { path: "fleet.waves.0.soakHours", example: true },
      ],
    ],
    passes: [
      ["an hour", fleetOf(CLUSTERS, { waves: [wave("canary", { soakHours: 1 }), wave("all")] })],
      ["no pause behind the last wave", fleetOf(CLUSTERS, { waves: [wave("canary"), wave("all", { soakHours: 0 })] })],
      [
        "no pause behind a wave without clusters",
        fleetOf(CLUSTERS, { waves: [wave("none", { soakHours: 0 }), wave("canary"), wave("all")] }),
      ],
    ],
  },
  "fleet-twins-drift": {
    fails: [
      [
        "another value",
        twins({ "nodeGroups.general.maxPods": "110" }, { "nodeGroups.general.maxPods": "50" }),
        {
          path: "fleet.clusters.green.settings.nodeGroups.general.maxPods",
          found: "1 setting of its own: nodeGroups.general.maxPods is 50 and 110 in blue",
          example: true,
        },
      ],
      [
        "a setting that only one has",
        twins({}, { a: "1", b: "2" }),
        { found: "2 settings of its own: a is 1 and left out" },
      ],
      ["a setting that it has not", twins({ a: "1" }, {}), { found: "a is left out and 1 in blue" }],
    ],
    passes: [
      ["the same settings", twins({ a: "1" }, { a: "1" })],
      ["twins of others", twins({ a: "1" }, { a: "2" }, "office")],
      ["no twins", fleetOf([member("blue", { traits: { a: "1" } }), member("green", { traits: { a: "2" } })])],
    ],
  },
});
