import { CILIUM, type Command, GATEWAY, type KubeRead, core, custom } from "./read-kinds.ts";

const UPGRADE: readonly Command[] = ["upgrade"];
/** What everything looks at that replaces nodes. */
const REPLACES: readonly Command[] = ["upgrade", "migrate"];

/** What an upgrade reads beside what others do. */
export const UPGRADE_READS = {
  definitions: {
    ...core("customresourcedefinitions", "CustomResourceDefinition", "apiextensions.k8s.io"),
    tells: "in which versions objects are stored; which bundle of the Gateway API is installed",
    commands: UPGRADE,
  },
  budgets: {
    ...core("poddisruptionbudgets", "PodDisruptionBudget", "policy"),
    tells: "which pods may not be evicted when nodes roll",
    commands: REPLACES,
  },
  everyDeployment: {
    ...core("deployments", "Deployment", "apps"),
    tells: "which workloads have one pod; the operator's version; who wrote in which API version",
    commands: REPLACES,
  },
  statefulSets: {
    ...core("statefulsets", "StatefulSet", "apps"),
    tells: "which workloads have one pod",
    commands: REPLACES,
  },
  nodeConfigs: {
    ...custom(CILIUM, "v2", "ciliumnodeconfigs", "CiliumNodeConfig"),
    tells: "who writes node configurations in which API version",
    commands: UPGRADE,
  },
  addressPools: {
    ...custom(CILIUM, "v2", "ciliumloadbalancerippools", "CiliumLoadBalancerIPPool"),
    tells: "the same of address pools",
    commands: UPGRADE,
  },
  peeringPolicies: {
    ...custom(CILIUM, "v2alpha1", "ciliumbgppeeringpolicies", "CiliumBGPPeeringPolicy"),
    tells: "whether BGP runs by objects that 1.19 does not have",
    commands: UPGRADE,
  },
  tlsRoutes: {
    ...custom(GATEWAY, "v1", "tlsroutes", "TLSRoute"),
    tells: "whether TLS routes are there",
    commands: UPGRADE,
  },
  tlsRoutesBefore: {
    ...custom(GATEWAY, "v1alpha2", "tlsroutes", "TLSRoute"),
    tells: "the same where the bundle is an old one",
    commands: UPGRADE,
  },
  flowSchemas: {
    ...core("flowschemas", "FlowSchema", "flowcontrol.apiserver.k8s.io"),
    tells: "who writes them in an API version that Kubernetes 1.32 does not have",
    commands: UPGRADE,
  },
} as const satisfies Readonly<Record<string, KubeRead>>;
