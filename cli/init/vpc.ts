import { readFileSync } from "node:fs";
import type { ExistingVpcModel } from "../../core/model/index.ts";
import type { AwsSession } from "../../readers/aws/session.ts";
import { type VpcAnswers, askVpc, vpcOf } from "../../readers/aws/vpc.ts";
import { CallError } from "../shared/errors.ts";

/** The calls that answer what a VPC is, for people without them at hand. */
const callsFor = (id: string): string[] => {
  const filter = `--filters Name=vpc-id,Values=${id}`;
  return ["describe-vpcs", "describe-subnets", "describe-route-tables"].map(
    (operation) => `aws ec2 ${operation} ${filter} --output json > ${operation}.json`,
  );
};

/** Reads a VPC from AWS. */
export async function vpcFromAws(aws: AwsSession, id: string, region: string): Promise<ExistingVpcModel> {
  const answers = await askVpc(aws, id);
  if (answers.every(({ Vpcs = [] }) => Vpcs.length === 0)) {
    throw new CallError(`There is no ${id} in ${region} of this account. Give its Region by --region.`);
  }
  return vpcFrom(id, answers);
}

/** Reads a VPC from files that the AWS CLI wrote; `-` is standard input, and one input may hold several answers. */
export function vpcFromFiles(id: string | undefined, files: readonly string[]): ExistingVpcModel {
  return vpcFrom(id, files.flatMap(readAnswers));
}

function readAnswers(file: string): VpcAnswers[] {
  const name = file === "-" ? "standard input" : file;
  const text = readFileSync(file === "-" ? 0 : file, "utf8");
  // Several answers piped one behind the other: each begins with a brace at the start of a line.
  const parts = text.split(/^(?=\{)/m).filter((part) => part.trim() !== "");
  return parts.map((part) => {
    try {
      return JSON.parse(part) as VpcAnswers;
    } catch {
      throw new CallError(`${name} is no JSON. It wants what \`aws ec2 describe-subnets --output json\` prints.`);
    }
  });
}

function vpcFrom(wanted: string | undefined, answers: readonly VpcAnswers[]): ExistingVpcModel {
  const id =
    wanted ??
    onlyVpc(
      answers.flatMap(({ Vpcs = [], Subnets = [] }) => [
        ...Vpcs.map(({ VpcId }) => VpcId),
        ...Subnets.map(({ VpcId }) => VpcId),
      ]),
    );
  const found = vpcOf(id, answers);
  if ("vpc" in found) return found.vpc;
  throw new CallError(
    [
      `Of ${id} there is no answer to ${found.missing.join(", ")}. Run, and give each file by --describe:`,
      ...callsFor(id).map((call) => `  ${call}`),
    ].join("\n"),
  );
}

function onlyVpc(ids: readonly string[]): string {
  const [id, ...others] = [...new Set(ids)];
  if (id === undefined) throw new CallError("There is no VPC in what was given by --describe.");
  if (others.length > 0)
    throw new CallError(`There are several VPCs: give --vpc ${[id, ...others].join(", or --vpc ")}.`);
  return id;
}
