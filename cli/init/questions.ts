import { REGIONS, suggestRegions } from "../../core/facts/regions.ts";
import { didYouMean } from "../../core/facts/suggest.ts";
import { cidrFault } from "../../core/net/cidr.ts";
import { CallError } from "../shared/errors.ts";
import { type Answers, DEFAULTS, ENDPOINTS, GATEWAYS, HYBRIDS, PIPELINES, SIZES } from "./answers.ts";
import type { InitFlags } from "./index.ts";

/** The answers before the VPC is read. */
export type Asked = Omit<Answers, "vpc" | "activationsUntil"> & { readonly vpc: string; readonly cidr: string };

/** How a question that no flag answers gets its answer. */
export interface Asker {
  text(message: string, initial: string, fault: (value: string) => string | undefined): Promise<string>;
  select<T extends string>(message: string, choices: readonly T[], initial: T): Promise<T>;
  confirm(message: string, initial: boolean): Promise<boolean>;
}

/** Takes every default: --yes. */
export const DEFAULT_ASKER: Asker = {
  text: (_, initial) => Promise.resolve(initial),
  select: (_, __, initial) => Promise.resolve(initial),
  confirm: (_, initial) => Promise.resolve(initial),
};

const nameFault = (value: string): string | undefined =>
  /^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$|^[a-z0-9]$/.test(value)
    ? undefined
    : "1 to 32 of a-z, 0-9 and -, no - at the ends";
const stackFault = (value: string): string | undefined =>
  /^[\w.-]{1,100}$/.test(value) ? undefined : "letters, digits, _, . and -";
const regionFault = (value: string): string | undefined =>
  REGIONS.includes(value)
    ? undefined
    : ["no Region that this project serves.", didYouMean(suggestRegions(value))].join(" ").trim();
const vpcFault = (value: string): string | undefined =>
  value === "new" || /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/.test(value)
    ? undefined
    : "vpc- and 17 (or 8) of 0-9 and a-f, or new";
const blockFault =
  (min: number, max: number) =>
  (value: string): string | undefined =>
    cidrFault(value, { min, max })?.reason;
const anyBlock = blockFault(0, 32);

/** Asks what flags do not say, in the order in which answers depend on each other. */
export async function ask(flags: InitFlags, asker: Asker): Promise<Asked> {
  const text = async (flag: string, given: string | undefined, message: string, initial: string, fault: Fault) =>
    given === undefined ? asker.text(message, initial, fault) : checked(flag, given, fault);
  const size = flags.size ?? (await asker.select("How big?", SIZES, DEFAULTS.size));
  const stack = checked("--stack", flags.stack ?? (size === "production" ? "prod" : DEFAULTS.stack), stackFault);
  const name = await text(
    "--name",
    flags.name,
    "Name of the cluster?",
    `cilium-${stack}`.slice(0, 32).replaceAll(/[^a-z0-9-]/g, "-"),
    nameFault,
  );
  const region = await text("--region", flags.region, "AWS Region?", DEFAULTS.region, regionFault);
  const given = flags.vpc ?? (flags.describe.length > 0 ? "described" : undefined);
  const vpc =
    given === "described" ? given : await text("--vpc", given, "VPC: new, or the id of one?", DEFAULTS.vpc, vpcFault);
  const isNew = vpc === "new";
  const cidr = isNew
    ? await text("--cidr", flags.cidr, "CIDR of the new VPC?", DEFAULTS.cidr, blockFault(16, 24))
    : DEFAULTS.cidr;
  const endpoint =
    flags.endpoint ?? (isNew ? "public" : await asker.select("Kubernetes API endpoint?", ENDPOINTS, DEFAULTS.endpoint));
  const hybrid = flags.hybrid ?? (await asker.select("Nodes on premises?", HYBRIDS, DEFAULTS.hybrid));
  const onEc2 = hybrid !== "mixed" && hybrid !== "hybridGateway";
  const asked: Asked = {
    size,
    stack,
    name,
    region,
    vpc,
    cidr,
    endpoint,
    hybrid,
    allowFrom: endpoint === "public" ? await allowed(flags.allowFrom, asker) : [],
    gateway:
      flags.gateway ??
      (onEc2 ? await asker.select("Gateway API on a load balancer?", GATEWAYS, DEFAULTS.gateway) : "none"),
    hubble: flags.hubble ?? (onEc2 ? await asker.confirm("Hubble Relay and UI?", DEFAULTS.hubble) : false),
    hybridNodes:
      hybrid === "none"
        ? DEFAULTS.hybridNodes
        : await text(
            "--hybrid-nodes",
            flags.hybridNodes,
            "Network of the nodes on premises?",
            DEFAULTS.hybridNodes,
            anyBlock,
          ),
    hybridPods: onEc2
      ? DEFAULTS.hybridPods
      : await text("--hybrid-pods", flags.hybridPods, "Network of their pods?", DEFAULTS.hybridPods, anyBlock),
    ...(flags.hybridVia === undefined ? {} : { hybridVia: checked("--hybrid-via", flags.hybridVia, gatewayFault) }),
    ...(await known("vcpus", flags.vcpus, async () =>
      vcpusOf(await asker.text(VCPUS_QUESTION, "", (value) => (value === "" ? undefined : vcpusFault(value)))),
    )),
    ...(await known("waive", size === "small" ? flags.waive : undefined, async () =>
      size === "small" ? (await asker.text(WAIVE_QUESTION, "", () => undefined)).trim() || undefined : undefined,
    )),
    pipeline:
      flags.pipeline ?? (await asker.select("A workflow that plans every change?", PIPELINES, DEFAULTS.pipeline)),
  };
  refuse(asked, flags);
  return asked;
}

const VCPUS_QUESTION = "On-demand vCPUs of the account in that Region (quota L-1216C47A)? Empty if you do not know";
const WAIVE_QUESTION =
  "Why may it go without a secrets key, deletion protection, all logs and a NAT gateway a zone? Empty keeps them";

const vcpusFault = (value: string): string | undefined =>
  /^[1-9]\d{0,6}$/.test(value) ? undefined : "a whole number of vCPUs, or nothing";
const vcpusOf = (value: string): number | undefined => (value === "" ? undefined : Number(value));
const gatewayFault = (value: string): string | undefined =>
  /^(?:tgw|vgw)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(value) ? undefined : "tgw- or vgw- and 17 (or 8) of 0-9 and a-f";

/** What nobody knows is not there. */
async function known<K extends string, T>(
  key: K,
  given: T | undefined,
  otherwise: () => Promise<T | undefined>,
): Promise<{ readonly [P in K]?: T }> {
  const value = given ?? (await otherwise());
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}

type Fault = (value: string) => string | undefined;

function checked(flag: string, value: string, fault: Fault): string {
  const found = fault(value);
  if (found !== undefined) throw new CallError(`${flag} ${value}: ${found}`);
  return value;
}

async function allowed(given: readonly string[], asker: Asker): Promise<readonly string[]> {
  if (given.length > 0) return given.map((cidr) => checked("--allow-from", cidr, anyBlock));
  return [await asker.text("Who may use the public endpoint?", DEFAULTS.allowFrom[0], anyBlock)];
}

/** Answers that exclude each other. */
function refuse({ vpc, endpoint, hybrid, gateway, hubble, size }: Asked, flags: InitFlags): void {
  const faults = [
    ...(vpc === "new" && endpoint === "private"
      ? [
          "--endpoint private with a new VPC: nothing could reach the API while it is made. Give --endpoint public, or --vpc with one that this machine reaches; docs/network.md has new VPCs behind a transit gateway.",
        ]
      : []),
    ...((hybrid === "mixed" || hybrid === "hybridGateway") && (gateway !== "none" || hubble)
      ? [
          `--hybrid ${hybrid} has the VPC CNI on EC2 nodes: no Gateway and no Hubble there. Leave --gateway and --hubble out, or take --hybrid overlay.`,
        ]
      : []),
    ...(hybrid === "hybridGateway" && vpc === "new"
      ? [
          "--hybrid hybridGateway writes routes into route tables that exist, beside a way to the premises: give the VPC by --vpc or --describe.",
        ]
      : []),
    ...((hybrid === "none" || vpc === "new") && flags.hybridVia !== undefined
      ? ["--hybrid-via is for --hybrid with a VPC that exists: its route tables get the routes."]
      : []),
    ...(size === "production" && flags.waive !== undefined
      ? ["--waive is for --size small: a production cluster goes without nothing."]
      : []),
    ...(endpoint === "private" && flags.allowFrom.length > 0
      ? ["--allow-from is for a public endpoint; this one is private."]
      : []),
    ...(vpc !== "new" && flags.cidr !== undefined ? ["--cidr is for a new VPC; an existing one has its own."] : []),
  ];
  if (faults.length > 0) throw new CallError(faults.join("\n"));
}
