import type { PhaseId } from "../../core/recovery/index.ts";
import { type OpenBackup, openBackup } from "../../readers/backup/folder.ts";
import { type Restored, restore } from "../../readers/backup/restore.ts";
import { restoreRoles } from "../../readers/backup/rights.ts";
import type { Identities } from "../../readers/backup/seal.ts";
import { connectKubeWriter } from "../../readers/kube/client.ts";
import { keysOfFile, passphraseOf } from "../shared/age-keys.ts";
import { connectionOf } from "../shared/cluster-flags.ts";
import { rolesText } from "../shared/cluster.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { RestoreFlags } from "./index.ts";
import { restoreText } from "./text.ts";

/** Brings a backup back; gives the exit status. */
export async function runRestore(
  folder: string | undefined,
  flags: RestoreFlags,
  output: Output<"text" | "json">,
): Promise<number> {
  if (flags.printRights === true) {
    const roles = restoreRoles({ overwrite: flags.overwrite === true, secrets: flags.secrets });
    await output.write(() => rolesText("restore", roles));
    return 0;
  }
  if (folder === undefined) throw new CallError("Name the folder of a backup: cilium-eks restore FOLDER.");
  const backup = await openBackup(folder, identitiesOf(flags));
  if (backup.closed && flags.secrets)
    throw new CallError(
      `${folder} has secrets: give --identity FILE or --passphrase-file FILE to open them, or --no-secrets to leave them out.`,
    );
  const done = await withStop((signal) => run(backup, flags, output, signal));
  const dryRun = flags.dryRun === true;
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify({ folder, dryRun, status: statusOf(done), ...done, moved: done.moved?.says ?? null }, null, 2)}\n`
      : restoreText(done, { folder, dryRun, closed: backup.closed }, style, output.quiet),
  );
  return statusOf(done);
}

/** Ctrl-C ends after the object at hand, with what was done so far. */
async function withStop<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}

async function run(backup: OpenBackup, flags: RestoreFlags, output: Output, signal: AbortSignal): Promise<Restored> {
  const kube = await connectKubeWriter(connectionOf(flags), AbortSignal.timeout(flags.deadline * 1000));
  return restore(kube, backup, {
    dryRun: flags.dryRun === true,
    overwrite: flags.overwrite === true,
    managed: flags.managed === true,
    keepIds: flags.keepIds === true,
    only: (flags.only ?? []) as readonly PhaseId[],
    replace: flags.replace ?? new Map<string, string>(),
    waitSeconds: flags.wait,
    show: (what) => output.progress.show(what),
    signal,
  });
}

function identitiesOf({ secrets, identity, passphraseFile }: RestoreFlags): Identities | undefined {
  if (!secrets || (identity === undefined && passphraseFile === undefined)) return undefined;
  return {
    keys: identity === undefined ? [] : keysOfFile(identity),
    ...(passphraseFile === undefined ? {} : { passphrase: passphraseOf(passphraseFile) }),
  };
}

const WRONG: ReadonlySet<string> = new Set(["differs", "refused", "held", "not-served"]);

function statusOf({ steps, waits, gaps }: Restored): 0 | 1 | 2 {
  if (steps.length === 0 || gaps.length > 0 || steps.some(({ state }) => state === "not-reached")) return 2;
  return steps.some(({ state }) => WRONG.has(state)) || waits.some(({ came }) => !came) ? 1 : 0;
}
