import type { ClusterModel, UpgradeModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import type { Report } from "../core/rules/run.ts";
import type { ClusterView, ProgramView } from "../lens/index.ts";

/** What somebody tells beside the inputs. */
export interface Told {
  /** Asks what stands in the way of an upgrade, and nothing else. */
  readonly upgrade?: UpgradeModel;
  /** Minor of the control plane, `1.35`, where no input says it. */
  readonly kubernetesVersion?: string;
}

/** The program with it. */
export const withTold = (program: ProgramView, { upgrade, kubernetesVersion }: Told): ProgramView => {
  if (upgrade === undefined && kubernetesVersion === undefined) return program;
  const [first, ...others] = program.clusters.map((cluster): ClusterView => {
    const controlPlane =
      kubernetesVersion === undefined || cluster.model.controlPlane !== undefined
        ? {}
        : { controlPlane: onlyVersion(kubernetesVersion) };
    return {
      ...cluster,
      model: { ...cluster.model, ...(upgrade === undefined ? {} : { upgrade }), ...controlPlane },
    };
  });
  return { ...program, clusters: [first as ClusterView, ...others] };
};

type ControlPlane = NonNullable<ClusterModel["controlPlane"]>;

/** All that nobody told of a control plane whose version is told. */
const REST: Readonly<Record<Exclude<keyof ControlPlane, "kubernetesVersion">, typeof UNKNOWN>> = {
  name: UNKNOWN,
  privateAccess: UNKNOWN,
  publicAccess: UNKNOWN,
  publicAccessCidrs: UNKNOWN,
  serviceCidr: UNKNOWN,
  ipFamily: UNKNOWN,
  logTypes: UNKNOWN,
  logRetentionDays: UNKNOWN,
  customerKey: UNKNOWN,
  authenticationMode: UNKNOWN,
  creatorIsAdmin: UNKNOWN,
  bootstrapSelfManagedAddons: UNKNOWN,
  installsVpcCni: UNKNOWN,
  installsKubeProxy: UNKNOWN,
  installsCoreDns: UNKNOWN,
  defaultAddonsToRemove: UNKNOWN,
  autoMode: UNKNOWN,
  fargate: UNKNOWN,
  deletionProtection: UNKNOWN,
  upgradePolicy: UNKNOWN,
  accessEntries: UNKNOWN,
  subnetZones: UNKNOWN,
  remoteNetworks: UNKNOWN,
  existing: UNKNOWN,
};

/** A guarded model throws at whatever is unknown, so rules that ask for more than the version do not judge. */
const onlyVersion = (kubernetesVersion: string): ControlPlane =>
  ({ ...REST, kubernetesVersion }) as unknown as ControlPlane;

const isHeld = ({ path }: Report["undecided"][number]): boolean => path.startsWith("controlPlane.");

/** Rules that asked for more of the control plane than its version lacked it, as they would without the version. */
export function withoutControlPlane(report: Report): Report {
  const held = new Set(report.undecided.filter(isHeld).map(({ rule }) => rule));
  return {
    ...report,
    undecided: report.undecided.filter((one) => !isHeld(one)),
    skipped: [...report.skipped, ...[...held].map((rule) => ({ rule, missing: ["controlPlane" as const] }))],
  };
}
