import type { FleetMember } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";
import { rulesOn } from "../rule.ts";
import { about, fleet, grouped, homeText, placeOf, shown } from "./common.ts";

/** Certificates of exactly the same names in seven days (Let's Encrypt: rate limits, new certificates per exact set of identifiers). */
const SAME_NAMES_A_WEEK = 5;

const namesOf = (uses: readonly { readonly member: FleetMember }[]): string[] => [
  ...new Set(uses.map(({ member }) => member.name)),
];

/** `arn:aws:acm:Region:account:certificate/id`. */
const partsOf = (arn: string): { readonly region: string; readonly account: string } => {
  const [, , , region = "", account = ""] = arn.split(":");
  return { region, account };
};

const ECR = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com/;

export default [
  ...rulesOn(fleet, [
    {
      id: "fleet-exposure-hostname",
      severity: "error",
      title: "A hostname leads to one cluster",
      why: "Two clusters that serve one name overwrite each other's record, and requests go to whichever wrote last.",
      symptom:
        "The name's address changes without a deployment, or external-dns logs that another owner has the record.",
      source: "external-dns docs: registry/txt; Route 53 developer guide: routing-policy",
      fix: "Serve it from one, or say in sharedHostnames what chooses among them.",
      *check({ fleet: model }) {
        const uses = model.clusters.flatMap((member) => member.hostnames.map((hostname) => ({ member, hostname })));
        yield* each(
          grouped(uses, ({ hostname }) => hostname),
          function* (group) {
            const names = namesOf(group);
            const hostname = group[0]?.hostname ?? "";
            if (names.length < 2 || Object.hasOwn(model.sharedHostnames, hostname)) return;
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.gateway"),
              found: `${hostname} in ${shown(names)}`,
              expected: "one cluster that serves it",
            };
          },
        );
      },
    },
    {
      id: "fleet-exposure-zone-owner",
      severity: "error",
      title: "No two clusters' external-dns have one owner name in a zone",
      why: "external-dns removes records of its owner name that no route asks for: with one name, each removes what the other has made.",
      symptom: "Records come and go every minute.",
      source: "external-dns docs: registry/txt (--txt-owner-id)",
      fix: "The owner is the cluster's name: give one another cluster.name, or another zone.",
      *check({ fleet: model }) {
        const uses = model.clusters.flatMap((member) => member.zones.map((zone) => ({ member, zone })));
        yield* each(
          grouped(uses, ({ zone }) => `${zone.id} ${zone.owner}`),
          function* (group) {
            const names = namesOf(group);
            const zone = group[0]?.zone;
            if (zone === undefined || names.length < 2 || group.every(({ zone: { removes } }) => !removes)) return;
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.gateway.externalDns.hostedZoneIds"),
              found: `zone ${zone.id} with the owner "${zone.owner}" in ${shown(names)}`,
              expected: "an owner name of its own for each",
            };
          },
        );
      },
    },
    {
      id: "fleet-exposure-zone",
      severity: "warning",
      title: "A zone is written by one cluster, or by several on purpose",
      why: "The first cluster to make a record keeps it: the other's route has no address, and nothing fails loudly.",
      symptom: "external-dns logs that a record is owned by another, and the name leads to the other cluster.",
      source: "external-dns docs: registry/txt",
      fix: "Give each a domain of its own, or say in sharedZones why they share it.",
      *check({ fleet: model }) {
        const uses = model.clusters.flatMap((member) => member.zones.map((zone) => ({ member, zone })));
        yield* each(
          grouped(uses, ({ zone: { id, domains } }) => `${id} ${domains.toSorted().join(",")}`),
          function* (group) {
            const names = namesOf(group);
            const zone = group[0]?.zone;
            if (zone === undefined || names.length < 2 || Object.hasOwn(model.sharedZones, zone.id)) return;
            // Told by the rule on owners.
            if (new Set(group.map(({ zone: { owner } }) => owner)).size < names.length) return;
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.gateway.externalDns.domains"),
              found: `${shown(zone.domains)} of zone ${zone.id} in ${shown(names)}`,
              expected: "domains of its own for each",
            };
          },
        );
      },
    },
    {
      id: "fleet-exposure-acm",
      severity: "error",
      title: "A load balancer's certificate is of its account and Region",
      why: "A Network Load Balancer takes certificates of its own account and Region only; a template for several Regions easily names one of another.",
      symptom: "The Gateway's Service stays without an address: CertificateNotFound.",
      source: "ACM user guide: acm-regions; ELBv2 API reference: CreateListener (CertificateNotFound)",
      fix: "Name the certificate in regions.<Region>.settings or in the cluster's own, one for each account and Region.",
      *check({ fleet: model }) {
        yield* each(model.clusters, function* (member) {
          for (const arn of member.acmCertificates) {
            const { region, account } = partsOf(arn);
            const elsewhere = region !== member.region || (member.account !== "" && account !== member.account);
            if (!elsewhere) continue;
            yield {
              ...about([member.name]),
              path: placeOf(member.name, "settings.gateway.tls.acmCertificateArn"),
              found: `a certificate of account ${account} in ${region}`,
              expected: `one of ${homeText(member)}`,
            };
          }
        });
      },
    },
    {
      id: "fleet-exposure-issued",
      severity: "warning",
      title: "At most five clusters ask Let's Encrypt for the same names",
      why: "Let's Encrypt issues five certificates a week for one set of names: the sixth cluster gets none, and when they are made anew together, so do others.",
      symptom:
        "The Certificate stays not ready; its Order says `too many certificates (5) already issued for this exact set of identifiers`.",
      source: "https://letsencrypt.org/docs/rate-limits/",
      fix: "Give the clusters names of their own, or one certificate that is copied to them, by ACM or a Secret.",
      *check({ fleet: model }) {
        const uses = model.clusters.flatMap((member) => member.issued.map((names) => ({ member, names })));
        yield* each(
          grouped(uses, ({ names }) => names.join(", ")),
          function* (group) {
            const names = namesOf(group);
            if (names.length <= SAME_NAMES_A_WEEK) return;
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.gateway.tls.issuer"),
              found: `${group[0]?.names.join(", ") ?? ""} in ${String(names.length)} clusters`,
              expected: `at most ${String(SAME_NAMES_A_WEEK)} for the same names`,
            };
          },
        );
      },
    },
    {
      id: "fleet-exposure-mirror-region",
      severity: "warning",
      title: "Images are pulled from a mirror in the cluster's own Region",
      why: "A mirror elsewhere costs transfer between Regions for every node that starts, and when that Region fails no node starts here either.",
      symptom: "Slow starts of nodes; ImagePullBackOff in every Region when one of them is down.",
      source: "ECR user guide: replication; EC2 on-demand pricing: data transfer",
      fix: "Replicate the repositories, and name the mirror in regions.<Region>.settings.",
      *check({ fleet: model }) {
        yield* each(model.clusters, function* (member) {
          const far = Object.entries(member.mirrors).filter(
            ([, mirror]) => (ECR.exec(mirror)?.groups?.["region"] ?? member.region) !== member.region,
          );
          const [first] = far;
          if (first === undefined) return;
          yield {
            ...about([member.name]),
            path: placeOf(member.name, "settings.cluster.registry.mirrors"),
            found: `${first[0]} from ${first[1]}`,
            expected: `a mirror in ${member.region}`,
          };
        });
      },
    },
    {
      id: "fleet-exposure-mirror-missing",
      severity: "warning",
      title: "Clusters of one stage and Region pull from the same mirrors",
      why: "Where some have a mirror, the others reach the registry itself: they are limited by its rate and stop with it.",
      symptom: "ImagePullBackOff with `toomanyrequests` in some clusters only.",
      source: "EKS best practices: container image management; this project: docs/security.md",
      fix: "Put cluster.registry.mirrors into the stage, the Region or the template.",
      *check({ fleet: model }) {
        yield* each(
          grouped(model.clusters, ({ stage = "", account, region }) => `${stage} ${account} ${region}`),
          function* (group) {
            const registries = new Set(group.flatMap(({ mirrors }) => Object.keys(mirrors)));
            for (const registry of registries) {
              const without = group.filter(({ mirrors }) => !Object.hasOwn(mirrors, registry));
              if (without.length === 0) continue;
              const names = without.map(({ name }) => name);
              yield {
                ...about(names),
                path: placeOf(names[0] ?? "", "settings.cluster.registry.mirrors"),
                found: `no mirror of ${registry} in ${shown(names)}, while others of ${homeText(group[0] as FleetMember)} have one`,
                expected: "the mirror in all of them",
              };
            }
          },
        );
      },
    },
  ]),
];
