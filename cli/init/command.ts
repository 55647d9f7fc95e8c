import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { Answers } from "./answers.ts";
import { type Files, filesOf } from "./files.ts";
import type { InitFlags } from "./index.ts";
import { type Asked, DEFAULT_ASKER, ask } from "./questions.ts";
import { type ExistingVpc, vpcFromAws, vpcFromFiles } from "./vpc.ts";

/** Asks, reads the VPC, writes the project and gives the exit status. */
export async function runInit(folder: string, flags: InitFlags, output: Output<"text" | "json">): Promise<number> {
  const asked = await ask(flags, await askerFor(flags));
  output.progress.show(asked.vpc === "new" ? "Writing" : `Reading ${asked.vpc}`);
  const vpc = await vpcOf(asked, flags);
  const { cidr: _, ...rest } = asked;
  const files = filesOf({ ...rest, vpc, activationsUntil: inDays(ACTIVATION_DAYS) });
  write(folder, files);
  await output.write((format) =>
    format === "json"
      ? `${JSON.stringify({ folder: path.resolve(folder), files: Object.keys(files) }, null, 2)}\n`
      : output.quiet
        ? ""
        : told(folder, files, asked),
  );
  return 0;
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

async function vpcOf({ vpc, cidr, region }: Asked, { describe }: InitFlags): Promise<Answers["vpc"]> {
  if (vpc === "new") return cidr;
  const found =
    describe.length > 0 ? vpcFromFiles(vpc === "described" ? undefined : vpc, describe) : await vpcFromAws(vpc, region);
  refuse(found, region);
  return found;
}

function refuse({ id, private: rows, public: open }: ExistingVpc, region: string): void {
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

function told(folder: string, files: Files, { allowFrom, stack }: Asked): string {
  const here = path.relative(process.cwd(), path.resolve(folder));
  return [
    `Written: ${Object.keys(files).join(", ")}.`,
    ...(allowFrom.includes("203.0.113.0/24")
      ? ["203.0.113.0/24 stands for the addresses you come from: replace it before you deploy."]
      : []),
    "",
    "Next:",
    ...(here === "" ? [] : [`  cd ${here}`]),
    "  npm install",
    `  npx cilium-eks plan --stack ${stack}`,
    "  npx cilium-eks doctor",
    `  pulumi stack init ${stack} && pulumi up`,
    "",
  ].join("\n");
}
