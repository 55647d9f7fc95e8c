import { type Command, Option } from "commander";
import { seconds } from "./flags.ts";

/** How an API server is reached. */
export interface ConnectionFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace: string;
  /** Seconds. */
  readonly timeout: number;
  /** Seconds. */
  readonly deadline: number;
  readonly printRights?: boolean;
}

/** Flags of every command that looks at a cluster that runs. */
export interface ClusterFlags extends ConnectionFlags {
  readonly bundle?: string;
  readonly record?: string;
  readonly cluster?: string;
  readonly region?: string;
  readonly aws: boolean;
}

/** Adds how a cluster is found, and how long an answer is waited for. */
export function addClusterFlags(command: Command): void {
  addPlaceFlags(command);
  command
    .option("--record <folder>", "keep what is read in this folder, without secrets, for --bundle")
    .option("-n, --namespace <name>", "namespace that Cilium runs in", "kube-system");
  addTimeFlags(command, [DEADLINE_SECONDS, "5m"]);
}

const TIMEOUT_SECONDS = 30;
const DEADLINE_SECONDS = 300;

/** Where a cluster is looked at by a command that can do without. */
export type PlaceFlags = Pick<ClusterFlags, "kubeconfig" | "context" | "bundle" | "cluster" | "region" | "aws">;

/** The same flags with the defaults of those that are not offered. */
export const inPlace = (flags: PlaceFlags): ClusterFlags => ({
  ...flags,
  namespace: "kube-system",
  timeout: TIMEOUT_SECONDS,
  deadline: DEADLINE_SECONDS,
});

/** Adds which cluster and which account are looked at. */
export function addPlaceFlags(command: Command): void {
  addServerFlags(command);
  command
    .option(
      "--bundle <folder>",
      "read what was recorded instead: of --record, `kubectl get -o json`, or an unpacked `cilium sysdump`",
    )
    .option("--cluster <name>", "EKS's name of the cluster (default: the one of the kubeconfig)")
    .option("--region <region>", "AWS Region (default: that of the API server's address)")
    .option("--no-aws", "leave AWS out");
}

/** The same for a command that speaks to the API server alone. */
export function addConnectionFlags(command: Command, deadline: readonly [seconds: number, text: string]): void {
  addServerFlags(command);
  command.option("-n, --namespace <name>", "namespace that Cilium runs in", "kube-system");
  addTimeFlags(command, deadline);
}

function addServerFlags(command: Command): void {
  command
    .option("--kubeconfig <file>", "kubeconfig (default: KUBECONFIG, ~/.kube/config, or the pod's service account)")
    .option("--context <name>", "context of the kubeconfig");
}

function addTimeFlags(command: Command, [most, text]: readonly [seconds: number, text: string]): void {
  command
    .addOption(new Option("--timeout <time>", "for one answer").argParser(seconds).default(TIMEOUT_SECONDS, "30s"))
    .addOption(new Option("--deadline <time>", "for the whole").argParser(seconds).default(most, text))
    .option("--print-rights", "print the least rights that this command needs, and do nothing");
}

/** What a kubeconfig's connection is made with. */
export const connectionOf = ({ kubeconfig, context, timeout }: ConnectionFlags) => ({
  timeoutSeconds: timeout,
  ...(kubeconfig === undefined ? {} : { kubeconfig }),
  ...(context === undefined ? {} : { context }),
});
