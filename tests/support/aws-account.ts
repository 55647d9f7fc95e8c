import { createHash } from "node:crypto";

/** The account that tests pretend to have. */
export interface AwsAccount {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly zones: readonly string[];
  /** What clusters answer with; a made-up endpoint where it is absent. */
  readonly controlPlane?: {
    readonly endpoint: string;
    /** PEM, base64. */
    readonly certificateAuthority: string;
  };
}

export type Properties = Readonly<Record<string, unknown>>;

export interface AwsResource {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Properties;
}

/** An account of AWS's own documentation. */
export function exampleAccount(region = "eu-central-1"): AwsAccount {
  return {
    account: "111122223333",
    region,
    partition: region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws",
    zones: ["a", "b", "c"].map((letter) => `${region}${letter}`),
  };
}

/** Hexadecimal digits that follow from a text. */
export function hex(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}
