import type { ClusterModel, LiveModel } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { viewRunning } from "../../lens/live/registered.ts";
import type { Registered } from "../../lens/registered.ts";
import { NO_ACCOUNT, hostnamesOf, readAccount } from "./account.ts";
import type { AwsQuestion, AwsSource } from "./aws-source.ts";
import { readObjects } from "./cluster.ts";
import type { Gap } from "./gaps.ts";
import { Parts } from "./parts.ts";
import type { Command } from "./reads.ts";
import type { Source } from "./source.ts";

export interface ReadOptions {
  readonly command: Command;
  /** Namespace that Cilium runs in. */
  readonly namespace: string;
  /** How AWS is asked of a cluster; left out where it is not. */
  readonly aws?: (question: AwsQuestion & { readonly region: string | undefined }) => AwsSource;
  /** EKS's name of the cluster and its Region, where the kubeconfig does not tell. */
  readonly cluster?: string;
  readonly region?: string;
  /** Told what is being read. */
  readonly show?: (what: string) => void;
}

/** A cluster that runs, as far as it could be read. */
export interface Reading {
  readonly source: string;
  /** EKS's name of it, where it is known. */
  readonly cluster: string | undefined;
  readonly region: string | undefined;
  readonly live: LiveModel;
  /** What the catalogue judges: the same model that a program's resources give, and what is observed. */
  readonly model: ClusterModel;
  /** AWS's resources, as a program would register them. */
  readonly account: readonly Registered[];
  /** Why parts are unknown. */
  readonly gaps: readonly Gap[];
}

/** Reads a cluster once. */
export async function readLive(source: Source, options: ReadOptions): Promise<Reading> {
  const { command, namespace, show = () => {} } = options;
  const kube = new Parts(show);
  const { migration, ...objects } = await readObjects(source, kube, { command, namespace });
  const account = new Parts(show);
  const hints = hintsOf(source.hints, objects.nodes);
  const { cluster = hints.cluster, region = hints.region } = options;
  const asked =
    options.aws === undefined
      ? NO_ACCOUNT
      : cluster === undefined
        ? account.lacksAll(
            NO_ACCOUNT,
            "AWS",
            "Which EKS cluster it is cannot be told from the kubeconfig: name it with --cluster.",
          )
        : await readAccount(
            options.aws({ cluster, region, hostnames: () => hostnamesOf(objects.services) }),
            account,
            command,
          );
  const { existing, ...known } = asked;
  const live: LiveModel = { ...objects, ...known };
  return {
    source: source.name,
    cluster,
    region,
    live,
    model: {
      ...viewRunning([...kube.registered, ...account.registered], region),
      live,
      ...(migration === undefined ? {} : { migration: { ...migration, existing } }),
    },
    account: account.registered,
    gaps: [...kube.gaps, ...account.gaps],
  };
}

/** `https://….gr7.eu-central-1.eks.amazonaws.com`, `--cluster-name prod`, `eu-central-1a` of a node. */
function hintsOf(
  hints: readonly string[],
  nodes: LiveModel["nodes"],
): { readonly cluster: string | undefined; readonly region: string | undefined } {
  const after = (flag: string): string | undefined => {
    const at = hints.findIndex((hint) => hint === flag);
    return at === -1 ? undefined : hints[at + 1];
  };
  const host = hints.map((hint) => /\.([a-z]{2}(?:-[a-z]+)+-\d)\.eks\.amazonaws\.com/.exec(hint)?.[1]).find(Boolean);
  const zone = (nodes as unknown) === UNKNOWN ? undefined : nodes.find((node) => node.zone !== undefined)?.zone;
  return {
    cluster: after("--cluster-name") ?? after("-i"),
    region: after("--region") ?? host ?? zone?.replace(/[a-z]$/, ""),
  };
}
