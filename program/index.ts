import * as pulumi from "@pulumi/pulumi";
import {
  CiliumEniCluster,
  HubbleObservability,
  createGateways,
  createHybrid,
  createInference,
  createKarpenter,
  createPremises,
  featuresOf,
} from "../components/index.ts";
import { declare } from "../components/internal/declare.ts";
import { stackOutputs } from "../components/internal/stack-outputs.ts";
import { loadSettings as readSettings } from "../config/index.ts";
import type { Settings } from "../core/settings/index.ts";
import { nextCommands } from "./next.ts";

export type { Settings };

/** The settings of the selected stack; throws one error that names every fault. */
export function loadSettings(): Settings {
  declare({ kind: "stack-read" });
  return readSettings();
}

/** Everything that a stack's settings ask for, each component by name; `outputs` is what the stack exports, without those that it has not. */
export type Created = ReturnType<typeof createFromSettings>;

/**
 * Makes what settings ask for: the cluster, Karpenter, its Gateways, Hubble, hybrid nodes, models and the cluster on premises.
 *
 * Settings that would not give a working cluster throw one error with every fault, before anything is registered.
 */
export function createFromSettings(settings: Settings) {
  declare({ kind: "stack", settings });
  const cluster = new CiliumEniCluster(settings.cluster.name, { ...settings, features: featuresOf(settings) });
  const karpenter = createKarpenter(settings.karpenter, cluster);
  const gateways = createGateways(settings.gateway, cluster);
  const hubble =
    settings.observability === undefined
      ? undefined
      : new HubbleObservability("hubble", { ...settings.observability, cluster, after: gateways.ready });
  const hybrid = createHybrid(settings, cluster);
  const inference = createInference(settings, cluster, gateways.ready);
  const premises = createPremises(settings);
  declare({ kind: "stack-made" });
  const { kubeconfig, vpcId, facts, capacity, oidcProviderArn } = cluster;
  return {
    settings,
    cluster,
    gateways,
    hubble,
    hybrid,
    inference,
    karpenter,
    premises,
    outputs: stackOutputs({
      kubeconfig,
      vpcId,
      facts,
      capacity,
      oidcProviderArn,
      gatewayHostname: gateways.first?.hostname,
      gatewayOutputs: gateways.outputs,
      demoUrl: gateways.first?.demoUrl,
      hubbleUiUrl: hubble?.uiUrl,
      alertRules: hubble?.alertRules,
      dashboards: hubble?.dashboards,
      hybridNodeConfigs: hybrid?.nodeConfigs,
      premises,
      next: nextCommands(pulumi.getStack(), gateways.first !== undefined),
    }),
  };
}

/**
 * Makes what the stack file asks for: keys `cilium-eks:…` and `aws:region` of `Pulumi.<stack>.yaml`, in a project of any name.
 *
 * @example
 * import { createFromStack } from "pulumi-cilium-eks/stack";
 *
 * const { cluster, outputs } = createFromStack();
 * export const { kubeconfig, vpcId } = outputs;
 */
export const createFromStack = (): Created => createFromSettings(loadSettings());
