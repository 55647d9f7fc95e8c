import { Argument, type Command, Option } from "commander";
import { completes } from "../shared/completes.ts";
import { declare } from "../shared/declare.ts";
import { list, whole } from "../shared/flags.ts";
import { type Answers, DEFAULTS, ENDPOINTS, GATEWAYS, HYBRIDS, PIPELINES, SIZES } from "./answers.ts";

/** The questions as flags; what is not given is asked. */
export interface InitFlags extends Partial<Omit<Answers, "vpc" | "activationsUntil" | "allowFrom">> {
  readonly vpc?: string;
  readonly cidr?: string;
  readonly describe: readonly string[];
  readonly allowFrom: readonly string[];
  readonly yes?: boolean;
  readonly install: boolean;
}

const choice = (flag: string, says: string, choices: readonly string[]) => new Option(flag, says).choices(choices);

/** Adds `init`: a project that can be planned at once. */
export function registerInit(program: Command): void {
  const { command, runs } = declare(program, {
    name: "init",
    says: "write a project: program, stack file, package.json; asks what it was not told",
    page: "docs/init.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks init", "answer questions, then npx cilium-eks plan"],
      ["cilium-eks init --yes --name blue --region eu-west-1", "a small cluster in a new VPC, nothing asked"],
      ["cilium-eks init --vpc vpc-0a1b2c3d4e5f60718 --endpoint private", "an existing VPC, read from AWS"],
      [
        "cilium-eks init --describe vpcs.json --describe subnets.json --describe tables.json",
        "the same without credentials",
      ],
    ],
    exits: { 1: "nothing: init writes, it does not judge" },
  });
  command
    .addArgument(new Argument("[folder]", "where to write, made if it is missing").default("."))
    .option("--stack <name>", `name of the stack (default: ${DEFAULTS.stack}, or prod with --size production)`)
    .option("--name <name>", "name of the cluster")
    .addOption(
      completes(
        new Option("--region <region>", "AWS Region"),
        async () => (await import("../../core/facts/regions.ts")).REGIONS,
      ),
    )
    .option("--vpc <id>", "an existing VPC, whose subnets and routes are read; new makes one")
    .option("--cidr <cidr>", `CIDR of a new VPC (default: ${DEFAULTS.cidr})`)
    .option(
      "--describe <file>",
      "JSON of `aws ec2 describe-vpcs`, -subnets, -route-tables instead of asking AWS; repeat it; - is standard input",
      list,
      [],
    )
    .addOption(choice("--endpoint <kind>", "of the Kubernetes API: private needs a way into the VPC", ENDPOINTS))
    .option("--allow-from <cidr>", "who may use a public endpoint; repeat it for more", list, [])
    .addOption(choice("--size <size>", "small is cheap, production is spread and kept", SIZES))
    .addOption(choice("--gateway <kind>", "Gateway API on a load balancer", GATEWAYS))
    .option("--hubble", "Hubble Relay and UI")
    .option("--no-hubble", "neither")
    .addOption(choice("--hybrid <strategy>", "nodes on premises; docs/hybrid.md has more strategies", HYBRIDS))
    .option("--hybrid-nodes <cidr>", `network of the nodes on premises (default: ${DEFAULTS.hybridNodes})`)
    .option(
      "--hybrid-pods <cidr>",
      `network of their pods, with mixed and hybridGateway (default: ${DEFAULTS.hybridPods})`,
    )
    .option(
      "--hybrid-via <id>",
      "transit or virtual private gateway to them, in a VPC that exists (default: that of the routes)",
    )
    .addOption(
      new Option("--vcpus <count>", "on-demand vCPUs of the account there (quota L-1216C47A)").argParser(whole(1)),
    )
    .option(
      "--waive <reason>",
      "why a small cluster may go without a secrets key, deletion protection, all logs, a NAT gateway a zone",
    )
    .addOption(choice("--pipeline <kind>", "a workflow that plans every change", PIPELINES))
    .option("--no-install", "do not install the packages")
    .option("-y, --yes", "take the default of what is not given, ask nothing");
  runs<InitFlags, [folder: string]>(async ({ flags, output, args: [folder], typed }) => {
    const { runInit } = await import("./command.ts");
    // Of a pair --x, --no-x commander makes true the default; here nothing was said.
    const { hubble, ...rest } = flags;
    return runInit(folder, typed("hubble") && hubble !== undefined ? { ...rest, hubble } : rest, output);
  });
}
