import { Argument, type Command, Option } from "commander";
import { type ConnectionFlags, addConnectionFlags } from "../shared/cluster-flags.ts";
import { declare } from "../shared/declare.ts";
import { list } from "../shared/flags.ts";

export interface BackupFlags extends ConnectionFlags {
  readonly recipient?: readonly string[];
  readonly recipientsFile?: string;
  readonly passphraseFile?: string;
  readonly secrets: boolean;
  readonly velero?: boolean;
}

/** Adds `backup`: what of a cluster cannot be made again from its stack. */
export function registerBackup(program: Command): void {
  const { command, runs } = declare(program, {
    name: "backup",
    says: "keep what of a cluster its stack does not make again: policies, Gateways, routes, keys; reads only",
    page: "docs/backup.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks backup prod-2026-12-01/ --recipient age1…", "into a new folder, secrets encrypted by age"],
      ["cilium-eks backup prod-2026-12-01/ --no-secrets", "without certificates and keys"],
      ["cilium-eks backup --velero", "resources of Velero that keep the same"],
      ["cilium-eks backup --print-rights", "the least ClusterRole and Role that it needs"],
    ],
    exits: {
      0: "everything that is kept was read and written",
      1: "is not used",
      2: "something could not be read, which the backup tells; or there was nothing to keep",
    },
  });
  command
    .addArgument(new Argument("[folder]", "a new folder for the backup"))
    .addOption(
      new Option(
        "--recipient <age1…>",
        "who can open the secrets: a public key of age; repeat it for several",
      ).argParser(list),
    )
    .option("--recipients-file <file>", "such keys from a file, a line each")
    .option("--passphrase-file <file>", "a passphrase instead of keys: the first line of this file")
    .option("--no-secrets", "leave certificates, keys and Helm's values out")
    .option("--velero", "print resources of Velero instead, and read nothing");
  addConnectionFlags(command, [300, "5m"]);
  runs<BackupFlags, [folder: string | undefined]>(async ({ flags, output, args: [folder] }) => {
    const { runBackup } = await import("./command.ts");
    return runBackup(folder, flags, output);
  });
}
