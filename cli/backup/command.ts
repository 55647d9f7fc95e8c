import { stringify } from "yaml";
import { veleroObjects, veleroPriorities } from "../../core/recovery/index.ts";
import { collect } from "../../readers/backup/collect.ts";
import { type BackupIndex, checkFolder, writeBackup } from "../../readers/backup/folder.ts";
import { backupRoles } from "../../readers/backup/rights.ts";
import type { Recipients } from "../../readers/backup/seal.ts";
import { connectKube } from "../../readers/kube/client.ts";
import { keysOfFile, passphraseOf } from "../shared/age-keys.ts";
import { connectionOf } from "../shared/cluster-flags.ts";
import { rolesText } from "../shared/cluster.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { BackupFlags } from "./index.ts";
import { backupText } from "./text.ts";

/** Reads what has to be kept and writes it; gives the exit status. */
export async function runBackup(
  folder: string | undefined,
  flags: BackupFlags,
  output: Output<"text" | "json">,
): Promise<number> {
  if (flags.printRights === true) {
    await output.write(() => rolesText("backup", backupRoles(flags)));
    return 0;
  }
  if (flags.velero === true) {
    await output.write(() => veleroText());
    return 0;
  }
  if (folder === undefined) throw new CallError("Name a folder for the backup: cilium-eks backup FOLDER.");
  checkFolder(folder);
  const recipients = recipientsOf(flags);
  const kube = await connectKube(connectionOf(flags), AbortSignal.timeout(flags.deadline * 1000));
  const { namespace, secrets } = flags;
  const collected = await collect(kube, {
    namespace,
    secrets,
    show: (what) => output.progress.show(`Reading ${what}`),
  });
  if (collected.objects.length + collected.secrets.length === 0) {
    const [gap] = collected.gaps;
    throw new CallError(
      `Nothing was found to keep${gap === undefined ? ": is it the right cluster?" : `: ${gap.said}`} No backup was written.`,
    );
  }
  output.progress.show("Writing");
  const index = await writeBackup(collected, { folder, at: new Date(), source: `context ${kube.context}`, recipients });
  await output.write((format, style) =>
    format === "json" ? json({ folder, ...index }) : backupText(folder, index, style, output.quiet),
  );
  return statusOf(index);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A backup that lacks something is one, but no whole one. */
const statusOf = ({ gaps }: BackupIndex): number => (gaps.length === 0 ? 0 : 2);

function recipientsOf({ secrets, recipient = [], recipientsFile, passphraseFile }: BackupFlags): Recipients {
  const keys = [...recipient, ...(recipientsFile === undefined ? [] : keysOfFile(recipientsFile))];
  if (passphraseFile !== undefined && keys.length > 0)
    throw new CallError("age takes either keys or a passphrase: leave out --passphrase-file or the recipients.");
  if (secrets && keys.length === 0 && passphraseFile === undefined)
    throw new CallError(
      "Secrets are never written in clear: name who can open them with --recipient age1… (age-keygen makes a pair), or --passphrase-file FILE, or leave them out with --no-secrets.",
    );
  return { keys, ...(passphraseFile === undefined ? {} : { passphrase: passphraseOf(passphraseFile) }) };
}

const veleroText = (): string =>
  [
    "# Argument of the Velero server (velero install, or args of its Deployment): without it policies come back after pods.",
    `#   ${veleroPriorities()}`,
    "# The Restores are for the day: apply them once the cluster, Cilium and the definitions of the Gateway API are there.",
    veleroObjects({ namespace: "velero", name: "cilium-eks" })
      .map((object) => stringify(object, { aliasDuplicateObjects: false }))
      .join("---\n"),
  ].join("\n");
