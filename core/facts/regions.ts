import { suggest } from "./suggest.ts";

/** Regions of the partitions that this project serves. Source: @pulumi/aws 7.48.0, enum Region. */
export const REGIONS: readonly string[] = `
af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1
eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1
mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2
`
  .trim()
  .split(/\s+/);

/** Prefixes of Regions in other partitions: isolated ones and the European Sovereign Cloud. Their services and principals have other domains (same enum). */
const OTHER_PARTITIONS: readonly string[] = ["us-iso-", "us-isob-", "us-isof-", "eu-isoe-", "eusc-"];

/** Whether a Region lies in a partition other than aws, aws-cn and aws-us-gov. */
export const isOtherPartition = (region: string): boolean =>
  OTHER_PARTITIONS.some((prefix) => region.startsWith(prefix));

/** Regions that a wrong name was probably meant to be. */
export const suggestRegions = (region: string): string[] => suggest(region, REGIONS);

/**
 * Zone letters in the order to use them, where they are not a, b, c. Source: aws-cloudformation-templates#220 (ap-northeast-1b
 * takes no subnets); EKS user guide: network-reqs (ca-central-1 has a zone that EKS refuses; UNVERIFIED that it is c).
 */
const LETTERS: Readonly<Record<string, string>> = { "ap-northeast-1": "acdb", "ca-central-1": "abdc" };

/** Names of the first zones of a Region, `eu-central-1a`. */
export const zoneNames = (region: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${region}${LETTERS[region]?.[at] ?? String.fromCodePoint(97 + at)}`);

/** Why the letters of a Region's zones cannot be told beforehand. */
export interface ZoneCaveat {
  /** Zone that EKS puts no control plane into; which letter it has differs by account. */
  readonly refusedZoneId: string;
  /** Zones that an account sees, where fewer than the Region has. */
  readonly zonesPerAccount?: number;
  readonly source: string;
}

const NETWORK_REQS = "EKS user guide: network-reqs, disallowed Availability Zone ids";

const CAVEATS: Readonly<Record<string, ZoneCaveat>> = {
  "us-east-1": { refusedZoneId: "use1-az3", source: NETWORK_REQS },
  "us-west-1": { refusedZoneId: "usw1-az2", zonesPerAccount: 2, source: `${NETWORK_REQS}; PatMyron/cloud#16` },
  "ca-central-1": { refusedZoneId: "cac1-az3", source: NETWORK_REQS },
};

export const zoneCaveat = (region: string): ZoneCaveat | undefined => CAVEATS[region];
