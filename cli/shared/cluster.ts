import { existsSync } from "node:fs";
import { stringify } from "yaml";
import type { Command as LiveCommand } from "../../readers/live/reads.ts";
import { type Reading, readLive } from "../../readers/live/index.ts";
import type { AwsQuestion, AwsSource } from "../../readers/live/aws-source.ts";
import type { RightsOptions } from "../../readers/live/rights.ts";
import type { Source } from "../../readers/live/source.ts";
import { type ClusterFlags, connectionOf } from "./cluster-flags.ts";
import { CallError } from "./errors.ts";

/** Reads the cluster that the flags name, as often as it is called. */
export type Look = (show: (what: string) => void) => Promise<Reading>;

/** How a command reads its cluster; the connection is made anew each time, because a token may have run out. */
export async function lookOf(command: LiveCommand, flags: ClusterFlags): Promise<Look> {
  const { namespace, cluster, region, bundle, record } = flags;
  const options = {
    command,
    namespace,
    ...(cluster === undefined ? {} : { cluster }),
    ...(region === undefined ? {} : { region }),
  };
  if (bundle !== undefined) {
    if (!existsSync(bundle)) throw new CallError(`--bundle ${bundle} is not there.`);
    const { openBundle } = await import("../../readers/live/bundle.ts");
    const { source, aws } = openBundle(bundle, namespace);
    return (show) => readLive(source, { ...options, ...(flags.aws ? { aws: () => aws } : {}), show });
  }
  const [{ connectKube }, { apiSource }, { recording }] = await Promise.all([
    import("../../readers/kube/client.ts"),
    import("../../readers/live/api.ts"),
    import("../../readers/live/bundle.ts"),
  ]);
  return async (show) => {
    const kube = await connectKube(connectionOf(flags), AbortSignal.timeout(flags.deadline * 1000));
    const live = apiSource(kube, { namespace, whole: record !== undefined });
    const recorder = record === undefined ? undefined : recording(record);
    const source: Source = recorder === undefined ? live : recorder.source(live);
    const asks = await awsOf(flags);
    const aws =
      asks === undefined
        ? undefined
        : (question: Parameters<typeof asks>[0]) => {
            const answers = asks(question);
            return recorder === undefined ? answers : recorder.aws(answers);
          };
    const reading = await readLive(source, { ...options, ...(aws === undefined ? {} : { aws }), show });
    recorder?.end(reading);
    return reading;
  };
}

type Asks = (question: AwsQuestion & { readonly region: string | undefined }) => AwsSource;

async function awsOf({ aws, timeout }: ClusterFlags): Promise<Asks | undefined> {
  if (!aws) return undefined;
  const [{ awsSession }, { awsApi }] = await Promise.all([
    import("../../readers/aws/session.ts"),
    import("../../readers/live/aws-source.ts"),
  ]);
  return ({ region, ...question }) =>
    awsApi(awsSession({ ...(region === undefined ? {} : { region }), deadlineMs: timeout * 1000 }), question);
}

/** The least rights of a command, to be applied and attached. */
export async function rightsText(command: LiveCommand, options: RightsOptions): Promise<string> {
  const { rightsOf } = await import("../../readers/live/rights.ts");
  const { kubernetes, aws } = rightsOf(command, options);
  return [
    rolesText(command, kubernetes),
    "# IAM policy:",
    ...JSON.stringify(aws, null, 2)
      .split("\n")
      .map((line) => `# ${line}`),
    "",
  ].join("\n");
}

/** Roles of a command as a file. */
export const rolesText = (command: string, roles: readonly object[]): string =>
  [
    `# Kubernetes: kubectl apply -f, then bind ${roles.length > 2 ? "each" : roles.length > 1 ? "both" : "it"} to whoever runs cilium-eks ${command}.`,
    roles.map((object) => stringify(object, { aliasDuplicateObjects: false })).join("---\n"),
  ].join("\n");
