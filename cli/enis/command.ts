import type { LiveLeak } from "../../core/model/index.ts";
import { type InterfaceView, interfacesOf } from "../../lens/live/interfaces.ts";
import { type AwsSession, awsSession } from "../../readers/aws/session.ts";
import { awsApi } from "../../readers/live/aws-source.ts";
import { rightsOf } from "../../readers/live/rights.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import type { EnisFlags } from "./index.ts";
import { enisText } from "./text.ts";

/** What became of a leaked interface. */
export interface Deletion {
  readonly id: string;
  readonly deleted: boolean;
  readonly said?: string;
}

/** Reads, shows, and deletes where it is told to; gives the exit status. */
export async function runEnis(flags: EnisFlags, output: Output<"text" | "json">): Promise<number> {
  if (flags.printRights === true) {
    const { aws } = rightsOf("enis", { deletes: flags.delete === true });
    await output.write(() => `${JSON.stringify(aws, null, 2)}\n`);
    return 0;
  }
  const { region, timeout } = flags;
  const aws = awsSession({ ...(region === undefined ? {} : { region }), deadlineMs: timeout * 1000 });
  output.progress.show("Reading network interfaces");
  const view = await look(aws, flags);
  if (flags.delete !== true || view.leaked.length === 0) {
    await output.write((format, style) =>
      format === "json" ? json({ ...view }) : enisText(view, style, output.quiet),
    );
    return view.leaked.length === 0 ? 0 : 1;
  }
  await mayDelete(view, flags, output);
  const deletions = await deleteAll(aws, view.leaked, (id) => output.progress.show(`Deleting ${id}`));
  await output.write((format, style) =>
    format === "json" ? json({ ...view, deletions }) : enisText(view, style, output.quiet, deletions),
  );
  return deletions.every(({ deleted }) => deleted) ? 0 : 1;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function look(aws: AwsSession, { cluster, vpc }: EnisFlags): Promise<InterfaceView> {
  if (cluster === undefined && vpc === undefined)
    throw new CallError("Which VPC? Give --cluster NAME, or --vpc ID where the cluster is gone.");
  const source = awsApi(aws, { cluster: cluster ?? "", ...(vpc === undefined ? {} : { vpcId: vpc }) });
  const { subnets, reservations } = await source.read("subnets");
  if (subnets.length === 0)
    throw new CallError(`VPC ${vpc ?? `of ${String(cluster)}`} has no subnet in this Region: is it the right one?`);
  const interfaces = await source.read("interfaces");
  const { instances, clusters } = await source.read("instances");
  return interfacesOf({ interfaces, instances, clusters, subnets, reservations });
}

/** Shows what will go, and goes on only where somebody says yes. */
async function mayDelete(view: InterfaceView, { yes }: EnisFlags, output: Output<"text" | "json">): Promise<void> {
  output.remark(view.leaked.map(({ id, description, cluster }) => `${id}  ${description}  ${cluster}`).join("\n"));
  if (yes === true) return;
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new CallError(
      `Nobody can be asked here whether ${String(view.leaked.length)} interfaces may be deleted: give --yes.`,
    );
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({
    message: `Delete these ${String(view.leaked.length)} interfaces?`,
    initialValue: false,
  });
  if (isCancel(answer) || !answer) throw new CallError("Nothing was deleted.");
}

/** One after the other. EC2 refuses an interface that was attached meanwhile, so that nothing in use can go. */
async function deleteAll(
  aws: AwsSession,
  leaked: readonly LiveLeak[],
  show: (id: string) => void,
): Promise<readonly Deletion[]> {
  const ec2 = await aws.client("ec2");
  const done: Deletion[] = [];
  for (const { id } of leaked) {
    show(id);
    try {
      await ec2.deleteNetworkInterface({ NetworkInterfaceId: id });
      done.push({ id, deleted: true });
    } catch (error) {
      done.push({ id, deleted: false, said: (error as Error).message });
    }
  }
  return done;
}
