/**
 * A fleet file with so many clusters `c0`, `c1` …, half of them in each of two waves, all joined by a transit gateway. `more` adds
 * lines to a cluster; its settings replace those that it has.
 */
export function fleetText(count: number, more: Readonly<Record<string, string>> = {}, cluster = ""): string {
  const clusters = Array.from({ length: count }, (_, at) => {
    const name = `c${String(at)}`;
    const own = more[name] ?? "";
    // The 4,096 blocks of 10.0.0.0/8 that a VPC of this size can have.
    const cidr = `10.${String(Math.floor(at / 16))}.${String((at % 16) * 16)}.0/20`;
    return [
      `  ${name}:`,
      "    template: base",
      `    account: a${String(at % 25)}`,
      "    region: eu-central-1",
      `    wave: ${at % 2 === 0 ? "canary" : "all"}`,
      ...(own === "" ? [] : [`    ${own}`]),
      ...(own.includes("settings:") ? [] : [`    settings: { network: { vpc: { cidr: ${cidr} } } }`]),
    ].join("\n");
  });
  const accounts = Array.from(
    { length: 25 },
    (_, at) =>
      `  a${String(at)}: { id: "${String(111_122_223_300 + at)}", quotas: { L-1216C47A: 4096, L-0263D0A3: 200, L-F678F1CE: 100, L-A4707A72: 100 } }`,
  );
  return `name: many
templates:
  base:
    settings:
      cluster:
        kubernetesVersion: "1.35"
        endpoint: { privateAccess: true, publicAccess: true, publicAccessCidrs: [203.0.113.0/24] }
        createSecretsKey: true
        ${cluster === "" ? "deletionProtection: true" : cluster}
        autoscaler: cluster-autoscaler
      cilium: { operatorApi: { qps: 1 } }
      network:
        vpc: { availabilityZones: 3, natGateways: per-zone }
        flowLogs: { enabled: true, retentionDays: 90 }
      nodeGroups:
        general: { instanceTypes: [m6i.large], scaling: { min: 3, max: 6 } }
stages: { test: {} }
accounts:
${accounts.join("\n")}
waves: [{ name: canary }, { name: all }]
networks: { backbone: { kind: transit-gateway, clusters: all } }
clusters:
${clusters.join("\n")}
`;
}
