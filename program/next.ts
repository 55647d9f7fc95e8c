/** What to run after a deployment, as commands that can be copied. */
export const nextCommands = (stack: string, gateway: boolean): readonly string[] => [
  `pulumi stack output kubeconfig --show-secrets --stack ${stack} > kubeconfig.yaml`,
  `npx cilium-eks verify --stack ${stack} --kubeconfig kubeconfig.yaml --wait 10m`,
  "npx cilium-eks diagnose --kubeconfig kubeconfig.yaml",
  `npx cilium-eks drift --stack ${stack} --kubeconfig kubeconfig.yaml --export`,
  ...(gateway ? ["npx cilium-eks gateway check --kubeconfig kubeconfig.yaml --url URL"] : []),
  `npx cilium-eks capacity --live --stack ${stack} --kubeconfig kubeconfig.yaml`,
];
