import type {
  AccessEntryModel,
  ActivationModel,
  AddonModel,
  CiliumModel,
  ControlPlaneModel,
  HelmReleaseModel,
  IamRoleModel,
  KubernetesObject,
  NodeGroupModel,
  SecurityGroupModel,
  SubnetModel,
} from "../model/index.ts";
import type {
  HybridSettings,
  MeshPeer,
  NodeGroupSettings,
  ObservabilitySettings,
  Settings,
} from "../settings/index.ts";
import { Values, ciliumSubject } from "./common.ts";
import {
  type Draft,
  type ModelPart,
  type Target,
  type PlacedDraft,
  type ModelWith,
  type Subject,
  only,
  subjectOf,
} from "./subject.ts";
import { entries, named, single } from "./subject-kinds.ts";
import { Undecided, each } from "../model/unknown.ts";

/*
 * What the rules are on. `needs` and the path follow from the subject, so a rule says only what is wrong with one of it.
 */

/** The whole cluster, for rules that compare parts of it: a finding names its own subject and path. */
export const wholeModel = <const Part extends ModelPart>(
  ...needs: readonly Part[]
): Subject<ModelWith<Part>, Part, PlacedDraft> => ({
  needs,
  ask: (model, check) => each([model], check),
});

const nodeGroupTarget = ({ name }: { readonly name: string }): Target => ({
  subject: `node group "${name}"`,
  path: `nodeGroups.${name}`,
});

export const nodeGroups: Subject<NodeGroupModel, "nodeGroups"> = subjectOf({
  needs: ["nodeGroups"],
  of: (model) => model.nodeGroups,
  read: (group) => group,
  place: nodeGroupTarget,
});

/** A launch template and image that are the program's business; Karpenter brings its own. */
export const hasTemplate = ({ kind }: NodeGroupModel): boolean => kind === "managed" || kind === "self-managed";

export const templateGroups = only(nodeGroups, hasTemplate);

/** Node groups as a stack asks for them: of wrong ones there is no plan. */
export const nodeGroupSettings = entries<NodeGroupSettings>(
  "node group",
  "nodeGroups",
  ({ nodeGroups: groups }) => groups,
);

interface GroupTypes {
  readonly name: string;
  readonly types: readonly string[];
}

/** Instance types by group: from the settings where there are any, because no plan can be made of wrong ones. */
export const instanceTypes: Subject<GroupTypes, never> = subjectOf({
  needs: [],
  of: (model) =>
    model.settings === undefined
      ? (model.nodeGroups ?? []).filter(hasTemplate)
      : Object.keys(model.settings.nodeGroups).map((name) => ({ name })),
  read: ({ name, ...group }: { readonly name: string; readonly instanceTypes?: readonly string[] }, { settings }) => ({
    name,
    types: settings?.nodeGroups[name]?.instanceTypes ?? group.instanceTypes ?? [],
  }),
  place: nodeGroupTarget,
});

const chartValues: Subject<Values, "cilium"> = subjectOf({
  needs: ["cilium"],
  of: ({ cilium }) => [cilium],
  read: (cilium) => new Values(cilium),
  place: (cilium) => ({ subject: ciliumSubject(cilium), path: "cilium.values" }),
});

/** The values that Cilium's chart gets; what `extraConfig` overrides is told where it stands. */
export const ciliumValues: Subject<Values, "cilium"> = {
  needs: chartValues.needs,
  ask: (model, check) =>
    chartValues.ask(model, function* (values) {
      for (const draft of check(values)) yield draft instanceof Undecided ? draft : inExtraConfig(values, draft);
    }),
};

function inExtraConfig(values: Values, draft: Draft): Draft {
  const key = draft.at === undefined ? undefined : values.overriddenBy(draft.at);
  if (key === undefined) return draft;
  return {
    ...draft,
    at: `extraConfig.${key}`,
    fix: `Remove ${key} from extraConfig: ${draft.at ?? ""} governs it.`,
  };
}

/** The release of Cilium: its version, name, namespace, and how it is installed. */
export const ciliumRelease: Subject<CiliumModel, "cilium"> = subjectOf({
  needs: ["cilium"],
  of: ({ cilium }) => [cilium],
  read: (cilium) => cilium,
  place: (cilium) => ({ subject: ciliumSubject(cilium), path: "cilium" }),
});

export const controlPlane: Subject<ControlPlaneModel, "controlPlane"> = single(
  "controlPlane",
  "control plane",
  (model) => model.controlPlane,
);

export const accessEntries: Subject<AccessEntryModel, "controlPlane"> = named(
  "controlPlane",
  "access entry",
  (model) => model.controlPlane.accessEntries,
  "controlPlane.access.entries",
);

export const addons: Subject<AddonModel, "addons"> = named("addons", "add-on", (model) => model.addons);

export const activations: Subject<ActivationModel, "activations"> = named(
  "activations",
  "activation",
  (model) => model.activations,
);

export const securityGroups: Subject<SecurityGroupModel, "securityGroups"> = named(
  "securityGroups",
  "security group",
  (model) => model.securityGroups,
);

export const subnets: Subject<SubnetModel, "network"> = subjectOf({
  needs: ["network"],
  of: ({ network }) => network.subnets,
  read: (subnet) => subnet,
  place: ({ name }) => ({ subject: `subnet "${name}"`, path: `network.subnets.${name}` }),
});

const allRoles: Subject<IamRoleModel, "identity"> = named("identity", "IAM role", (model) => model.identity);

/** Roles of some purposes; all of them where none is named. */
export const roles = (...purposes: readonly IamRoleModel["purpose"][]): Subject<IamRoleModel, "identity"> =>
  purposes.length === 0 ? allRoles : only(allRoles, ({ purpose }) => purposes.includes(purpose));

/** Name of a chart without its repository: `oci://public.ecr.aws/eks/cilium/cilium` -> `cilium`. */
export const chartName = (chart: string): string => chart.slice(chart.lastIndexOf("/") + 1);

const allReleases: Subject<HelmReleaseModel, "releases"> = named("releases", "release", (model) => model.releases);

/** Helm releases beside Cilium's own, of some charts; all of them where none is named. */
export const releases = (...charts: readonly string[]): Subject<HelmReleaseModel, "releases"> =>
  charts.length === 0 ? allReleases : only(allReleases, ({ chart }) => charts.includes(chartName(chart)));

/** `Gateway "gateway/edge"`, `objects.Gateway.edge`. */
export const objectTarget = ({ kind, metadata: { name, namespace } }: KubernetesObject): Target => ({
  subject: `${kind} "${namespace === undefined ? "" : `${namespace}/`}${name}"`,
  path: `objects.${kind}.${name}`,
});

/** Kubernetes objects of some kinds. One that is not of the API's shape is left to the API server, which says where. */
export function objects(
  of: (model: ModelWith<"objects">) => Iterable<KubernetesObject>,
): Subject<KubernetesObject, "objects"> {
  const { needs, ask } = subjectOf({ needs: ["objects"], of, read: (object) => object, place: objectTarget });
  return {
    needs,
    ask: (model, check) =>
      ask(model, function* (object) {
        try {
          yield* check(object);
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
        }
      }),
  };
}

/** What a stack asks for under one key of its settings. */
export const settingsOf = <const Key extends keyof Settings>(
  key: Key,
): Subject<NonNullable<Settings[Key]>, "settings"> =>
  single("settings", key, ({ settings }) => settings[key] as NonNullable<Settings[Key]> | undefined, key);

/** What is asked of Hubble and of what stands beside it, by a stack or by a component's arguments. */
export const observabilitySettings: Subject<ObservabilitySettings, "observability"> = single(
  "observability",
  "observability",
  ({ observability }) => observability.settings,
);

/** What is asked of nodes on premises, by a stack or by a component's arguments. */
export const hybridSettings: Subject<HybridSettings, "hybrid"> = single(
  "hybrid",
  "hybrid",
  ({ hybrid }) => hybrid.settings,
);

/** Other clusters of the mesh that the settings name. */
export const meshPeers = entries<MeshPeer>("peer", "mesh.peers", ({ mesh }) => mesh?.peers);
