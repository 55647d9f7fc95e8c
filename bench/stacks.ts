import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";

/** A stack that is prod with more of something. */
export interface LargeStack {
  readonly name: string;
  /** Resources that it has more than prod; the bench holds what they cost against their number. */
  readonly change: (config: Config) => void;
}

type Config = Record<string, Record<string, unknown>>;

const range = <T>(count: number, entry: (index: number) => readonly [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));

export const routes = (count: number): LargeStack => ({
  name: `plan prod, ${count.toLocaleString("en-US")} HTTPRoutes`,
  change(config) {
    const http = range(count, (index) => [
      `route-${String(index)}`,
      {
        namespace: "shop",
        hostnames: [`r${String(index)}.apps.example.com`],
        rules: [
          {
            matches: [{ path: { value: `/v${String(index % 7)}` } }],
            backendRefs: [{ name: `service-${String(index)}`, port: 80 }],
          },
        ],
      },
    ]);
    config["cilium-eks:gateway"] = { ...config["cilium-eks:gateway"], routes: { http } };
  },
});

export const groupsAndGateways = (groups: number, gateways: number): LargeStack => ({
  name: `plan prod, ${String(groups)} more node groups, ${String(gateways)} more Gateways`,
  change(config) {
    const more = range(groups, (index) => [
      `group-${String(index)}`,
      {
        instanceTypes: ["m6i.xlarge"],
        scaling: { min: 1, desired: 1, max: 3 },
        labels: { workload: `w${String(index)}` },
      },
    ]);
    config["cilium-eks:nodeGroups"] = { ...config["cilium-eks:nodeGroups"], ...more };
    const others = range(gateways, (index) => [
      `edge-${String(index)}`,
      {
        listeners: { http: { protocol: "HTTP", allowedNamespaces: [`team-${String(index)}`] } },
        exposure: { type: "internal" },
        routes: {
          http: { app: { namespace: `team-${String(index)}`, rules: [{ backendRefs: [{ name: "app", port: 80 }] }] } },
        },
      },
    ]);
    config["cilium-eks:gateway"] = { ...config["cilium-eks:gateway"], others };
    config["cilium-eks:quotas"] = { current: { "L-1216C47A": 2048 } };
  },
});

/** Writes the stack's file into a folder. */
export function writeStack(root: string, folder: string, { name, change }: LargeStack): string {
  const stack = parse(readFileSync(path.join(root, "Pulumi.prod.yaml"), "utf8")) as { config: Config };
  change(stack.config);
  const file = path.join(folder, `Pulumi.${name.replaceAll(/\W+/g, "-")}.yaml`);
  writeFileSync(file, stringify(stack));
  return file;
}
