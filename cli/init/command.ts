import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AwsError } from "../../readers/aws/faults.ts";
import type { AwsSession } from "../../readers/aws/session.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { Answers } from "./answers.ts";
import { type Files, filesOf } from "./files.ts";
import type { InitFlags } from "./index.ts";
import { install, packageManager } from "./install.ts";
import { type Asked, DEFAULT_ASKER, ask } from "./questions.ts";
import type { ExistingVpcModel } from "../../core/model/index.ts";
import { vpcFromAws, vpcFromFiles } from "./vpc.ts";

/** Asks, reads the VPC, writes the project and gives the exit status. */
export async function runInit(folder: string, flags: InitFlags, output: Output<"text" | "json">): Promise<number> {
  const asked = await ask(flags, await askerFor(flags));
  output.progress.show(asked.vpc === "new" ? "Writing" : `Reading ${asked.vpc}`);
  const { vpc, vcpus } = await accountOf(asked, flags);
  const via = viaOf(asked, vpc);
  const { cidr: _, ...rest } = asked;
  const files = filesOf({
    ...rest,
    vpc,
    ...(via === undefined ? {} : { hybridVia: via }),
    ...(vcpus === undefined ? {} : { vcpus }),
    activationsUntil: inDays(ACTIVATION_DAYS),
  });
  write(folder, files);
  const isInstalled = flags.install && (await install(folder, output));
  await output.write((format) =>
    format === "json"
      ? `${JSON.stringify({ folder: path.resolve(folder), files: Object.keys(files), installed: isInstalled }, null, 2)}\n`
      : output.quiet
        ? ""
        : told(folder, files, { ...asked, knowsQuota: vcpus !== undefined, isInstalled }),
  );
  return flags.install && !isInstalled ? 2 : 0;
}

async function askerFor({ yes }: InitFlags) {
  if (yes === true) return DEFAULT_ASKER;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CallError(
      "Nobody can be asked here: this is no terminal. Give --yes to take the default of what no flag says.",
    );
  }
  const { TERMINAL_ASKER } = await import("./prompts.ts");
  return TERMINAL_ASKER;
}

/** What the account is asked, where somebody names a VPC in it. */
interface Account {
  readonly vpc: Answers["vpc"];
  readonly vcpus?: number;
}

async function accountOf(asked: Asked, { describe }: InitFlags): Promise<Account> {
  const { vpc, cidr, region, vcpus } = asked;
  const stated = vcpus === undefined ? {} : { vcpus };
  if (vpc === "new") return { vpc: cidr, ...stated };
  if (describe.length > 0) {
    const found = vpcFromFiles(vpc === "described" ? undefined : vpc, describe);
    refuse(found, region);
    return { vpc: found, ...stated };
  }
  const { awsSession } = await import("../../readers/aws/session.ts");
  const aws = awsSession({ region });
  const [found, quota] = await Promise.all([vpcFromAws(aws, vpc, region), vcpus ?? onDemandVcpus(aws)]);
  refuse(found, region);
  return { vpc: found, ...(quota === undefined ? {} : { vcpus: quota }) };
}

/** Whoever may read the VPC need not be allowed to read quotas: then nobody knows. */
async function onDemandVcpus(aws: AwsSession): Promise<number | undefined> {
  try {
    const quotas = await aws.client("service-quotas");
    const { Quota } = await quotas.getServiceQuota({ ServiceCode: "ec2", QuotaCode: "L-1216C47A" });
    return Quota?.Value;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** The way to the premises that was named, or the only one that the route tables name. */
function viaOf({ hybrid, hybridVia }: Asked, vpc: Answers["vpc"]): string | undefined {
  if (hybrid === "none" || typeof vpc === "string") return undefined;
  const [only, ...others] = vpc.gateways;
  if (hybridVia !== undefined || (only !== undefined && others.length === 0)) return hybridVia ?? only;
  // Without a way of its own the plan warns; AWS's gateway cannot do without.
  if (hybrid !== "hybridGateway" && only === undefined) return undefined;
  throw new CallError(
    `Route tables of ${vpc.id} name ${only === undefined ? "no transit or virtual private gateway" : vpc.gateways.join(", ")}: give the one that leads to the premises by --hybrid-via.`,
  );
}

function refuse({ id, private: rows, public: open }: ExistingVpcModel, region: string): void {
  const zones = new Set(rows.map(({ zone }) => zone));
  const elsewhere = [...rows, ...open].find(({ zone }) => !zone.startsWith(region));
  if (elsewhere !== undefined)
    throw new CallError(`${id} lies in ${elsewhere.zone}, not in ${region}: give its Region by --region.`);
  if (zones.size < 2) {
    throw new CallError(
      `${id} has private subnets in ${zones.size === 0 ? "no zone" : `only ${[...zones].join()}`}; EKS needs two zones at least. Private is what has no route to an internet gateway.`,
    );
  }
}

/** AWS keeps SSM activations for 30 days at most (Systems Manager user guide: hybrid activations). */
const ACTIVATION_DAYS = 28;
const inDays = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;

/** Writes all or nothing; what is there stays. */
function write(folder: string, files: Files): void {
  const there = Object.keys(files).filter((file) => existsSync(path.join(folder, file)));
  if (there.length > 0) {
    throw new CallError(
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already, and nothing is overwritten. Give another folder: cilium-eks init FOLDER.`,
    );
  }
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text, { flag: "wx" });
  }
}

interface Outcome extends Asked {
  readonly knowsQuota: boolean;
  readonly isInstalled: boolean;
}

function told(folder: string, files: Files, { allowFrom, stack, knowsQuota, isInstalled }: Outcome): string {
  const here = path.relative(process.cwd(), path.resolve(folder));
  return [
    `Written: ${Object.keys(files).join(", ")}.`,
    ...(allowFrom.includes("203.0.113.0/24")
      ? ["203.0.113.0/24 stands for the addresses you come from: replace it before you deploy."]
      : []),
    ...(knowsQuota
      ? []
      : [
          "How many vCPUs the account has is not known: plan warns of it until quotas.current says so; doctor reads the number.",
        ]),
    "",
    "Next:",
    ...(here === "" ? [] : [`  cd ${here}`]),
    ...(isInstalled ? [] : [`  ${packageManager()} install`]),
    `  npx cilium-eks plan --stack ${stack}`,
    "  npx cilium-eks doctor",
    `  pulumi stack init ${stack} && pulumi up`,
    "",
  ].join("\n");
}
