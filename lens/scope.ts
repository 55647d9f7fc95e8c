import { ciliumCharts, ciliumConfig, hasCilium, hybridCharts } from "./cilium.ts";
import { clustersOf } from "./anchors.ts";
import { unreadable } from "./helm-values.ts";
import type { ClusterView, ProgramView } from "./index.ts";
import { type Registered, ofType } from "./registered.ts";

/** Under which the lens says what it did not look at; no rule of the catalogue. */
export const SCOPE = {
  name: "cilium-eks-scope",
  description: "The policies of this pack see every cluster as a whole.",
} as const;

export interface Remark {
  /** The resource that it is about; the stack where none is. */
  readonly urn?: string;
  readonly message: string;
}

/** What is not looked at, and why: what is not judged must not look like what is right. */
export const remarksOf = ({ clusters, unattributed, elsewhere }: ProgramView): Remark[] => [
  ...clusters.flatMap(remarksOn),
  ...withoutCluster(unattributed, clusters),
  ...elsewhere.flatMap(onOthers),
];

const remarksOn = ({ name, faults, resources }: ClusterView): Remark[] =>
  [
    ...faults.map((fault) => ({ message: `A part of the stack cannot be read here: ${fault}.` })),
    ...otherCilium(ciliumCharts(resources)),
    ...ciliumCharts(resources).slice(0, 1).flatMap(valuesElsewhere),
    ...hybridCharts(resources).filter(isForeign).map(onHybridNodes),
    ...manifests(resources),
    ...unread(resources),
    ...withoutCilium(resources),
  ].map((remark) => (name === undefined ? remark : { ...remark, message: `Cluster "${name}": ${remark.message}` }));

const SHOWN = 5;

/** Told once: there may be hundreds. */
function withoutCluster(left: readonly Registered[], clusters: readonly ClusterView[]): Remark[] {
  const [first] = left;
  if (first === undefined) return [];
  const names = left.slice(0, SHOWN).map(({ name, type }) => `${type.slice(type.lastIndexOf(":") + 1)} "${name}"`);
  const more = left.length > SHOWN ? ` and ${String(left.length - SHOWN)} more` : "";
  const all = clusters.map(({ name = "" }) => `"${name}"`).join(", ");
  const message = `Which of the clusters ${all} these belong to cannot be told, and they were not judged: ${names.join(", ")}${more}. Name the cluster in them, by its provider, an input, or the component that makes both.`;
  return [{ urn: first.urn, message }];
}

/** What our own components put on other clusters is judged by their settings. */
const onOthers = ({ urn, name }: Registered): Remark[] =>
  urn.includes(OWN_COMPONENT)
    ? []
    : [{ urn, message: `"${name}" goes to a cluster that this program does not make, and was not judged.` }];

const OWN_COMPONENT = "cilium-eks:index:";

/** Our own component plans its values, and the plan judges them. */
const isForeign = ({ urn }: Registered): boolean => !urn.includes("cilium-eks:index:");

/** AWS's build has a chart and values of its own. */
const onHybridNodes = ({ urn, name }: Registered): Remark => ({
  urn,
  message: `"${name}" puts Cilium on hybrid nodes alone: it was judged by the rules on hybrid nodes, not by those on the Cilium of EC2 nodes, and its keys only for near misses, because the chart of AWS's build is not known here.`,
});

const FROM_FILES = [
  "kubernetes:yaml/v2:ConfigFile",
  "kubernetes:yaml:ConfigFile",
  "kubernetes:yaml/v2:ConfigGroup",
  "kubernetes:yaml:ConfigGroup",
  "kubernetes:kustomize/v2:Directory",
  "kubernetes:kustomize:Directory",
] as const;

/** Files and folders whose objects nobody shows; definitions hold nothing to judge, and the Gateway API's bundle is known by its address. */
function unread(resources: readonly Registered[]): Remark[] {
  const parents = new Set(resources.map(({ parent }) => parent));
  return ofType(resources, ...FROM_FILES)
    .filter(isForeign)
    .flatMap(({ urn, name, props }) => {
      const files = [props["file"], props["directory"], props["files"]].flat().filter((one) => typeof one === "string");
      const others = files.filter((file) => !/gateway-api|crds?\b|customresourcedefinition/i.test(file));
      if (others.length === 0 || parents.has(urn)) return [];
      return [
        {
          urn,
          message: `The objects of "${name}" stand in ${others.join(", ")}, which is not read here: no rule was asked of them. Hand them to the component as yaml or objs to have them judged.`,
        },
      ];
    });
}

/** Said once: rules that only Cilium makes right are not asked then. */
function withoutCilium(resources: readonly Registered[]): Remark[] {
  if (hasCilium(resources) || clustersOf(resources).length === 0) return [];
  return [
    {
      message:
        "No Cilium was found in this program: neither a Helm release or chart nor its ConfigMap. Rules on Cilium, and on what only Cilium needs, were not asked; where something else installs it, judge its values with check.",
    },
  ];
}

const otherCilium = ([first, ...more]: readonly Registered[]): Remark[] =>
  more.map(({ urn, name }) => ({
    urn,
    message: `There is more than one Cilium: "${first?.name ?? ""}" was judged, "${name}" was not. A cluster has one CNI.`,
  }));

function manifests(resources: readonly Registered[]): Remark[] {
  const config = ciliumCharts(resources).length > 0 ? undefined : ciliumConfig(resources);
  if (config === undefined) return [];
  const message =
    "Cilium comes from rendered manifests: the values it was rendered with are not there, and every rule on them says that it could not decide.";
  return [{ urn: config.urn, message }];
}

function valuesElsewhere({ urn, name, props }: Registered): Remark[] {
  const reason = unreadable(props);
  if (reason === undefined) return [];
  return [
    {
      urn,
      message: `The values of "${name}" cannot be read here: ${reason}. Every rule on them says that it could not decide.`,
    },
  ];
}
