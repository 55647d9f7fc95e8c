import { createFromStack } from "pulumi-cilium-eks/stack";

const { outputs } = createFromStack();

export const { kubeconfig, vpcId, gatewayHostname, hubbleUiUrl } = outputs;
