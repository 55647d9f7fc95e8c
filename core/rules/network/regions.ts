import { rulesOn } from "../rule.ts";
import { only, subjectOf } from "../subject.ts";
import { settingsOf } from "../subjects.ts";
import { REGIONS, isOtherPartition, suggestRegions, zoneCaveat } from "../../facts/regions.ts";
import { DEFAULT_ZONES } from "../../network/defaults.ts";

/** A name of the wrong form is another rule's. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;

/** A Region whose name has the right form and is not in the list. */
const strangeRegion = only(
  subjectOf({
    needs: ["account"],
    of: ({ account }) => [account],
    read: ({ region }) => region,
    place: () => ({ subject: "account", path: "aws:region" }),
  }),
  (region) => REGION.test(region) && !REGIONS.includes(region),
);

export default [
  ...rulesOn(strangeRegion, [
    {
      id: "network-region-known",
      severity: "error",
      title: "The Region is one that is known",
      why: "Zones, image parameters and the endpoints of every service are made from its name; a wrong one shows only when something is created.",
      symptom: "The AWS provider's first call fails: no such host.",
      source: "@pulumi/aws 7.48.0, enum Region",
      fix: "Correct the name; waive this where the Region is newer than the list.",
      *check(region) {
        if (isOtherPartition(region)) return;
        const near = suggestRegions(region);
        yield {
          found: region,
          expected: "a Region that is known",
          ...(near.length === 0 ? {} : { fix: `Write ${near.join(" or ")}.` }),
        };
      },
    },
    {
      id: "network-region-partition",
      severity: "error",
      title: "The Region is of a partition that this project serves",
      why: "The ARNs and service principals of other partitions are not known here.",
      source: "AWS general reference: partitions; @pulumi/aws 7.48.0, enum Region",
      fix: "Choose another Region: the ARNs and service principals of this partition are not known here.",
      *check(region) {
        if (isOtherPartition(region))
          yield { found: region, expected: "a Region of the partitions aws, aws-cn and aws-us-gov" };
      },
    },
  ]),
  ...rulesOn(settingsOf("network"), [
    {
      id: "network-zone-letters",
      severity: "warning",
      title: "Zones are named where their letters differ between accounts",
      why: "EKS puts no control plane into one zone of this Region, and which letter that zone has differs by account: the cluster is refused when it is created.",
      symptom: "CreateCluster is refused with UnsupportedAvailabilityZoneException.",
      source: "EKS user guide: network-reqs, disallowed Availability Zone ids",
      fix: "Name the zones; aws ec2 describe-availability-zones lists them.",
      *check({ vpc }, { settings: { region } }) {
        if (vpc.id !== undefined) return;
        const { availabilityZones = DEFAULT_ZONES } = vpc;
        const caveat = zoneCaveat(region);
        if (caveat === undefined || typeof availabilityZones !== "number") return;
        const { refusedZoneId, zonesPerAccount } = caveat;
        const fewer =
          zonesPerAccount === undefined ? "" : ` and at most ${String(zonesPerAccount)}: an account sees no more`;
        yield {
          at: "vpc.availabilityZones",
          found: `${String(availabilityZones)} zones of ${region}, by number`,
          expected: `zones by name, without the one that is ${refusedZoneId}${fewer}`,
          fix: `Name the zones; aws ec2 describe-availability-zones --region ${region} lists them.`,
        };
      },
    },
  ]),
];
