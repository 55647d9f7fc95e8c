import { createFromStack } from "./program/index.ts";

export const {
  kubeconfig,
  vpcId,
  facts,
  capacity,
  oidcProviderArn,
  gatewayHostname,
  gatewayOutputs,
  demoUrl,
  hubbleUiUrl,
  alertRules,
  dashboards,
  hybridNodeConfigs,
  premises,
} = createFromStack().outputs;
