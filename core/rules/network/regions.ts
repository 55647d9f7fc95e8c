import { REGIONS, isOtherPartition, suggestRegions, zoneCaveat } from "../../facts/regions.ts";
import { DEFAULT_ZONES } from "../../network/defaults.ts";
import { type Rule, rule } from "../rule.ts";

/** A name of the wrong form is another rule's. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;

export const knownRegion = rule({
  id: "network-region-known",
  group: "network",
  severity: "warning",
  title: "The Region is one that is known",
  why: "Zones, image parameters and the endpoints of every service are made from its name; a wrong one shows only when something is created.",
  source: "@pulumi/aws 7.48.0, enum Region",
  needs: ["account"],
  *check({ account }) {
    const region = account?.region ?? "";
    if (!REGION.test(region) || REGIONS.includes(region)) return;
    if (isOtherPartition(region)) {
      yield {
        severity: "error",
        subject: "account",
        path: "aws:region",
        found: region,
        expected: "a Region of the partitions aws, aws-cn and aws-us-gov",
        fix: "Choose another Region: the ARNs and service principals of this partition are not known here.",
      };
      return;
    }
    const near = suggestRegions(region);
    yield {
      subject: "account",
      path: "aws:region",
      found: region,
      expected: "a Region that is known",
      fix:
        near.length === 0
          ? "Check the name; a Region that is newer than the list works all the same."
          : `Did you mean ${near.join(" or ")}?`,
    };
  },
});

export const zoneLetters = rule({
  id: "network-zone-letters",
  group: "network",
  severity: "warning",
  title: "Zones are named where their letters differ between accounts",
  why: "EKS puts no control plane into one zone of this Region, and which letter that zone has differs by account: the cluster is refused when it is created.",
  source: "EKS user guide: network-reqs, disallowed Availability Zone ids",
  needs: ["settings"],
  *check({ settings }) {
    if (settings === undefined || settings.network.vpc.id !== undefined) return;
    const { availabilityZones = DEFAULT_ZONES } = settings.network.vpc;
    const caveat = zoneCaveat(settings.region);
    if (caveat === undefined || typeof availabilityZones !== "number") return;
    const { refusedZoneId, zonesPerAccount } = caveat;
    const fewer =
      zonesPerAccount === undefined ? "" : ` and at most ${String(zonesPerAccount)}: an account sees no more`;
    yield {
      subject: "network",
      path: "network.vpc.availabilityZones",
      found: `${String(availabilityZones)} zones of ${settings.region}, by number`,
      expected: `zones by name, without the one that is ${refusedZoneId}${fewer}`,
      fix: `List names from: aws ec2 describe-availability-zones --region ${settings.region}`,
    };
  },
});

export const regionRules: readonly Rule[] = [knownRegion, zoneLetters];
