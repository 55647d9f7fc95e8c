import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { PHASES } from "../../core/recovery/kinds.ts";
import { type ConnectionFlags, addConnectionFlags } from "../shared/cluster-flags.ts";
import { declare } from "../shared/declare.ts";
import { seconds } from "../shared/flags.ts";

export interface RestoreFlags extends ConnectionFlags {
  readonly identity?: string;
  readonly passphraseFile?: string;
  readonly secrets: boolean;
  readonly dryRun?: boolean;
  readonly overwrite?: boolean;
  readonly managed?: boolean;
  readonly keepIds?: boolean;
  readonly only?: readonly string[];
  readonly replace?: ReadonlyMap<string, string>;
  readonly wait: number;
}

const pair = (text: string, before: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> => {
  const [, old, fresh] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (old === undefined || fresh === undefined)
    throw new InvalidArgumentError("Give OLD=NEW, for example subnet-0aaa=subnet-0bbb.");
  return new Map([...(before ?? []), [old, fresh]]);
};

/** Adds `restore`: brings back what `backup` kept. */
export function registerRestore(program: Command): void {
  const { command, runs } = declare(program, {
    name: "restore",
    says: "bring back what backup kept, in the order that keeps traffic and policies whole; WRITES to the cluster",
    page: "docs/backup.md",
    formats: ["text", "json"],
    examples: [
      [
        "cilium-eks restore prod-2026-12-01/ --identity key.txt --dry-run",
        "what would happen, tried by the API server",
      ],
      ["cilium-eks restore prod-2026-12-01/ --identity key.txt", "what is not there; nothing that is there is changed"],
      ["cilium-eks restore prod-2026-12-01/ --no-secrets --only policies", "one step"],
      ["cilium-eks restore prod-2026-12-01/ --identity key.txt --replace subnet-0aaa=subnet-0bbb", "into another VPC"],
    ],
    exits: {
      0: "everything is there as it was kept",
      1: "something is there and differs, was refused or held back, or did not come about in time",
      2: "the backup cannot be read or opened, or the cluster was not reached to the end; run it again",
    },
  });
  command
    .addArgument(new Argument("[folder]", "the folder of a backup"))
    .option("--identity <file>", "key of age that opens the secrets, as age-keygen writes it")
    .option("--passphrase-file <file>", "the passphrase instead: the first line of this file")
    .option("--no-secrets", "leave the secrets closed, and bring the rest back")
    .option("--dry-run", "ask the API server what it would say, and write nothing")
    .option("--overwrite", "change objects that are there and differ; without it they are only told")
    .option("--managed", "bring back also what Pulumi, Helm, Argo CD or Flux make again")
    .option("--keep-ids", "take ids of another VPC or Region over as they are")
    .addOption(new Option("--only <step...>", "only these steps").choices(PHASES.map(({ id }) => id)))
    .addOption(
      new Option("--replace <old=new>", "another value in place of one that is bound to ids; repeat it").argParser(
        pair,
      ),
    )
    .addOption(
      new Option("--wait <time>", "for kinds that are not served yet, and for Gateways and routes")
        .argParser(seconds)
        .default(300, "5m"),
    );
  addConnectionFlags(command, [1800, "30m"]);
  runs<RestoreFlags, [folder: string | undefined]>(async ({ flags, output, args: [folder] }) => {
    const { runRestore } = await import("./command.ts");
    return runRestore(folder, flags, output);
  });
}
