import type { ClusterModel, FleetMember } from "../../../../../core/model/index.ts";
import { both, fleetOf, member } from "../../../../support/fleet.ts";
import { cases } from "../../../../support/rule-cases.ts";

const two = (blue: Partial<FleetMember>, green: Partial<FleetMember>): ClusterModel =>
  fleetOf([member("blue", blue), member("green", green)]);
type Zone = FleetMember["zones"][number];
const zone = (owner: string, parts: Partial<Zone> = {}): Pick<FleetMember, "zones"> => ({
  zones: [{ id: "Z1", domains: ["example.com"], owner, removes: true, ...parts }],
});
const certificate = (region: string, account = "111122223333"): Pick<FleetMember, "acmCertificates"> => ({
  acmCertificates: [`arn:aws:acm:${region}:${account}:certificate/1`],
});
const issuing = (count: number): ClusterModel =>
  fleetOf(Array.from({ length: count }, (_, at) => member(`c${String(at)}`, { issued: [["shop.example.com"]] })));
const mirror = (region: string): Pick<FleetMember, "mirrors"> => ({
  mirrors: { "quay.io": `111122223333.dkr.ecr.${region}.amazonaws.com/quay` },
});
const HOST = { hostnames: ["shop.example.com"] };
const NONE: Pick<FleetMember, "mirrors"> = { mirrors: {} };

export default cases({
  "fleet-exposure-hostname": {
    fails: [
      [
        "one name twice",
        both(HOST),
        { path: "fleet.clusters.green.settings.gateway", found: "shop.example.com", example: true },
      ],
    ],
    passes: [
      ["names of their own", two(HOST, { hostnames: ["pay.example.com"] })],
      ["on purpose", both(HOST, { sharedHostnames: { "shop.example.com": "weighted records" } })],
      ["one cluster that names it twice", fleetOf([member("blue", { hostnames: ["a.example.com", "a.example.com"] })])],
    ],
  },
  "fleet-exposure-zone-owner": {
    fails: [
      [
        "one owner twice",
        both(zone("shop")),
        { path: "fleet.clusters.green.settings.gateway.externalDns.hostedZoneIds", example: true },
      ],
      ["one of them removes", two(zone("shop", { removes: false }), zone("shop"))],
    ],
    passes: [
      ["owners of their own", two(zone("blue"), zone("green"))],
      ["zones of their own", two(zone("shop"), zone("shop", { id: "Z2" }))],
      ["nothing is removed", both(zone("shop", { removes: false }))],
      [
        "one cluster that names it twice",
        fleetOf([member("blue", { zones: [...zone("a").zones, ...zone("a").zones] })]),
      ],
    ],
  },
  "fleet-exposure-zone": {
    fails: [
      [
        "the same domains of one zone",
        two(zone("blue", { domains: ["a.org", "b.org"] }), zone("green", { domains: ["b.org", "a.org"] })),
        { path: "fleet.clusters.green.settings.gateway.externalDns.domains", found: "a.org and b.org", example: true },
      ],
    ],
    passes: [
      ["domains of their own", two(zone("blue"), zone("green", { domains: ["eu.example.com"] }))],
      [
        "on purpose",
        fleetOf([member("blue", zone("blue")), member("green", zone("green"))], {
          sharedZones: { Z1: "names differ" },
        }),
      ],
      ["one owner, of which another rule tells", both(zone("shop"))],
      ["one cluster", fleetOf([member("blue", zone("blue"))])],
    ],
  },
  "fleet-exposure-acm": {
    fails: [
      [
        "a certificate of another Region",
        both(certificate("us-east-1")),
        { path: "fleet.clusters.blue.settings.gateway.tls.acmCertificateArn", found: "in us-east-1", example: true },
      ],
      ["a certificate of another account", both(certificate("eu-central-1", "444455556666"))],
    ],
    passes: [
      ["its own", both(certificate("eu-central-1"))],
      ["an account that the fleet does not name", both({ ...certificate("eu-central-1"), account: "" })],
    ],
  },
  "fleet-exposure-issued": {
    fails: [
      [
        "six clusters",
        issuing(6),
        { path: "fleet.clusters.c5.settings.gateway.tls.issuer", found: "in 6 clusters", example: true },
      ],
    ],
    passes: [["five clusters", issuing(5)]],
  },
  "fleet-exposure-mirror-region": {
    fails: [
      [
        "a mirror of another Region",
        fleetOf([member("blue", mirror("us-east-1"))]),
        { path: "fleet.clusters.blue.settings.cluster.registry.mirrors", found: "quay.io from", example: true },
      ],
    ],
    passes: [
      ["its own", both(mirror("eu-central-1"))],
      ["a registry of which nobody knows where it is", both({ mirrors: { "quay.io": "registry.example.com" } })],
    ],
  },
  "fleet-exposure-mirror-missing": {
    fails: [
      [
        "one without a mirror",
        two(mirror("eu-central-1"), NONE),
        {
          path: "fleet.clusters.green.settings.cluster.registry.mirrors",
          found: "no mirror of quay.io",
          example: true,
        },
      ],
    ],
    passes: [
      ["both have it", both(mirror("eu-central-1"))],
      ["another Region", two(mirror("eu-central-1"), { ...NONE, region: "us-east-1" })],
      ["another account", two(mirror("eu-central-1"), { ...NONE, account: "444455556666" })],
      ["another stage", two(mirror("eu-central-1"), { ...NONE, stage: "dev" })],
    ],
  },
});
