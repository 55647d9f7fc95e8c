import type { Declaration } from "../../core/contracts/declaration.ts";
import type { Features } from "../../core/contracts/features.ts";
import type { Finding } from "../../core/findings/finding.ts";
import type { GatewaySettings, Settings } from "../../core/settings/index.ts";

/** A cluster that a program asks for, with what stands on it, as settings. */
export interface DeclaredCluster {
  readonly name: string;
  readonly settings: Settings;
  /** What the release is made for; worked out from the settings where the whole stack is made from them. */
  readonly features?: Features;
  readonly explicitAwsProvider?: boolean;
  /** Where the program asks for the cluster and, by stack key, for what stands on it. */
  readonly places: Readonly<Record<string, ComponentPlace>>;
}

/** The component that has a part of the settings as its arguments. */
interface ComponentPlace {
  readonly component: string;
  readonly where: string | undefined;
}

interface RefusedComponent {
  readonly component: string;
  readonly where: string | undefined;
  readonly findings: readonly Finding[];
}

/** Everything that a program asks of this package. */
export interface Declared {
  readonly clusters: readonly DeclaredCluster[];
  readonly refused: readonly RefusedComponent[];
  /** Components on clusters that another program makes. */
  readonly elsewhere: readonly string[];
  /** Whether the program reads the stack file. */
  readonly readsStack: boolean;
}

interface Draft {
  readonly name: string;
  settings: Settings;
  readonly features?: Features;
  readonly explicitAwsProvider?: boolean;
  readonly places: Record<string, ComponentPlace>;
}

/** Puts together what a program told while it ran. */
export function declaredBy(told: readonly Declaration[]): Declared {
  const drafts: Draft[] = [];
  const refused: RefusedComponent[] = [];
  const elsewhere: string[] = [];
  // What a stack is made from says everything of the components that are made of it.
  let inStack = false;
  for (const one of told) {
    if (one.kind === "stack") {
      drafts.push({
        name: one.settings.cluster.name,
        settings: one.settings,
        places: { "": { component: "", where: one.where } },
      });
    }
    if (one.kind === "stack" || one.kind === "stack-made") inStack = one.kind === "stack";
    if (one.kind === "refused") {
      refused.push({ component: `${one.component} "${one.name}"`, where: one.where, findings: one.findings });
    }
    if (inStack) continue;
    if (one.kind === "cluster") drafts.push(clusterDraft(one));
    if (isOnCluster(one)) {
      const on = drafts.find(({ settings }) => settings.cluster.name === one.cluster);
      if (on === undefined) elsewhere.push(`${componentOf(one)} on "${one.cluster}"`);
      else put(on, one);
    }
  }
  return { clusters: drafts, refused, elsewhere, readsStack: told.some(({ kind }) => kind === "stack-read") };
}

type On = Extract<Declaration, { readonly cluster: string }>;

const COMPONENTS = {
  gateway: "CiliumGateway",
  observability: "HubbleObservability",
  hybrid: "HybridNodePool",
  karpenter: "Karpenter",
  inference: "InferenceRoute",
} as const;

const isOnCluster = (one: Declaration): one is On => Object.hasOwn(COMPONENTS, one.kind);

const componentOf = ({ kind, name }: Pick<On, "kind" | "name">): string => `${COMPONENTS[kind]} "${name}"`;

/** Arguments of the cluster only: what is spread into them beside says nothing of what is made. */
function clusterDraft(one: Extract<Declaration, { readonly kind: "cluster" }>): Draft {
  const {
    gateway: _gateway,
    observability: _observability,
    hybrid: _hybrid,
    inference: _inference,
    ...settings
  } = one.settings;
  const component = `CiliumEniCluster "${one.name}"`;
  return {
    name: one.name,
    settings,
    features: one.features,
    explicitAwsProvider: one.explicitAwsProvider,
    places: { "": { component, where: one.where } },
  };
}

function put(draft: Draft, one: On): void {
  const place = { component: componentOf(one), where: one.where };
  if (one.kind === "inference") {
    const models = { ...draft.settings.inference?.models, [one.name]: one.settings };
    draft.settings = { ...draft.settings, inference: { ...draft.settings.inference, models } };
    draft.places[`inference.models.${one.name}`] = place;
    return;
  }
  if (one.kind !== "gateway") {
    draft.settings = { ...draft.settings, [one.kind]: one.settings };
    draft.places[one.kind] = place;
    return;
  }
  const { gateway } = draft.settings;
  if (gateway === undefined) {
    draft.settings = { ...draft.settings, gateway: { ...one.settings, enabled: true } };
    draft.places["gateway"] = place;
    return;
  }
  const others: GatewaySettings["others"] = { ...gateway.others, [one.name]: one.settings };
  draft.settings = { ...draft.settings, gateway: { ...gateway, others } };
  draft.places[`gateway.others.${one.name}`] = place;
}

/** The component whose argument a setting is, and the setting as its argument. */
export function argumentOf(
  { places }: Pick<DeclaredCluster, "places">,
  setting: string,
): { readonly setting: string; readonly where: string | undefined } {
  const key = Object.keys(places)
    .filter((candidate) => candidate !== "" && (setting === candidate || setting.startsWith(`${candidate}.`)))
    .toSorted((a, b) => b.length - a.length)[0];
  const { component, where } = places[key ?? ""] ?? { component: "", where: undefined };
  const argument = key === undefined ? setting : setting.slice(key.length + 1);
  return { setting: [component, argument].filter((part) => part !== "").join(", "), where };
}
