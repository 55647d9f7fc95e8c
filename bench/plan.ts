/**
 * `npm run bench`: the plan of dev and prod as whole processes, by the built package as it is installed, in turn with `cdk synth`
 * of an EKS Blueprints app; then prod with many more routes, node groups and Gateways. Ends with 1 where a bound of
 * docs/benchmarks.md is not kept. ROUNDS=1 is quicker.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Command, type Run, cpuOf, inTurn, median, peakOf, report, run } from "./measure.ts";
import { createProject } from "./project.ts";
import { type LargeStack, groupsAndGateways, routes, writeStack } from "./stacks.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const root = path.resolve(import.meta.dirname, "..");
const comparison = path.join(root, "bench/cdk-blueprints");
const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
const project = createProject(root, folder);
const COMMAND = "node_modules/pulumi-cilium-eks/bin/cilium-eks.cjs";

const plan = (name: string, ...args: string[]): Command => ({
  name,
  argv: [process.execPath, COMMAND, "plan", "--format", "json", "--out", "/dev/null", ...args],
  cwd: project,
});

const SYNTH: Command = {
  name: "cdk synth (EKS Blueprints)",
  argv: [process.execPath, "node_modules/aws-cdk/bin/cdk", "synth", "--quiet"],
  cwd: comparison,
  env: { AWS_EC2_METADATA_DISABLED: "true" },
};
const PROD = plan("plan prod, resources judged too", "--stack", "prod");
/** What a clone of the repository runs. */
const SOURCES: Command = {
  ...PROD,
  name: "plan prod from the sources",
  argv: [process.execPath, "bin/cilium-eks.cjs", ...PROD.argv.slice(2)],
  cwd: root,
};
const VALUES = path.join(folder, "values.yaml");
const CHECK: Command = {
  name: "check of a values file",
  argv: [process.execPath, COMMAND, "check", VALUES, "--out", "/dev/null"],
  cwd: project,
};
/** Where helm is on the path and CILIUM_CHART holds charts, as the tests on the real engine have them. */
const LINT: Command = {
  name: "helm lint with the same file",
  argv: [
    "helm",
    "lint",
    path.join(process.env["CILIUM_CHART"] ?? "", "cilium-1.19.6.tgz"),
    "--values",
    VALUES,
    "--quiet",
  ],
  cwd: root,
};
const HALF = routes(500);
const ROUTES = routes(1000);
const GROUPS = groupsAndGateways(30, 20);
const LARGE: readonly LargeStack[] = [HALF, ROUTES, GROUPS];

function comparisonReady(): boolean {
  if (existsSync(path.join(comparison, "node_modules"))) return true;
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: comparison, stdio: "inherit" });
  return install.status === 0;
}

/** Values as people have them, in which nothing is an error. */
const EXAMPLE_VALUES = `k8sServiceHost: 0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com
k8sServicePort: 443
kubeProxyReplacement: true
eni: { enabled: true, awsEnablePrefixDelegation: true }
ipam: { mode: eni }
routingMode: native
enableIPv4Masquerade: false
encryption: { enabled: true, type: wireguard }
gatewayAPI: { enabled: true }
hubble: { relay: { enabled: true }, metrics: { enabled: [dns, drop, tcp, flow] } }
prometheus: { enabled: true }
`;

const hasHelm = (): boolean =>
  process.env["CILIUM_CHART"] !== undefined && spawnSync("helm", ["version", "--short"]).status === 0;

function resourcesOf(command: Command): number {
  const file = path.join(folder, "plan.json");
  run({ ...command, argv: [...command.argv, "--out", file] });
  return (JSON.parse(readFileSync(file, "utf8")) as { resources: unknown[] }).resources.length;
}

interface Bound {
  readonly what: string;
  readonly found: number;
  readonly most: number;
  readonly unit?: string;
}

/** What a change must keep; compared within one run, so that the machine does not matter. Memory is Node's. */
function boundsOf(runs: ReadonlyMap<string, readonly Run[]>, commands: ReadonlyMap<LargeStack, Command>): Bound[] {
  const of = (command: Pick<Command, "name">): readonly Run[] | undefined => runs.get(command.name);
  const base = cpuOf(of(PROD));
  const baseResources = resourcesOf(PROD);
  const per300 = [ROUTES, GROUPS].map((large): Bound => {
    const command = commands.get(large);
    const added = command === undefined ? Number.NaN : resourcesOf(command) - baseResources;
    const found = ((cpuOf(of(large)) - base) / added) * 300;
    return {
      what: `${large.name}: processor time per 300 of ${String(added)} added resources`,
      found,
      most: 2,
      unit: " s",
    };
  });
  const wall = (command: Command): number => median((of(command) ?? []).map((one) => one.seconds));
  const seconds = wall(PROD);
  return [
    { what: "plan prod: time", found: seconds, most: 2, unit: " s" },
    { what: "check of a values file: time", found: wall(CHECK), most: 0.4, unit: " s" },
    { what: "check of a values file: time of helm lint's", found: wall(CHECK) / wall(LINT), most: 1 },
    { what: "plan prod: processor time of cdk synth's", found: base / cpuOf(of(SYNTH)), most: 0.75 },
    ...per300,
    { what: "1,000 routes: processor time of that of 500", found: cpuOf(of(ROUTES)) / cpuOf(of(HALF)), most: 2.3 },
    ...[PROD, ...LARGE].map(({ name }): Bound => ({
      what: `${name}: largest process`,
      found: peakOf(of({ name })),
      most: 350,
      unit: " MiB",
    })),
  ];
}

try {
  writeFileSync(VALUES, EXAMPLE_VALUES);
  const commands = [
    PROD,
    CHECK,
    ...(hasHelm() ? [LINT] : []),
    plan("plan prod --no-policies", "--stack", "prod", "--no-policies"),
    plan("plan dev", "--stack", "dev"),
    SOURCES,
  ];
  if (comparisonReady()) commands.push(SYNTH);
  else process.stderr.write("The comparison could not be installed; only plan is measured.\n");
  const large = new Map(LARGE.map((one) => [one, plan(one.name, "--stack-file", writeStack(root, project, one))]));
  const runs = new Map([...inTurn(commands, ROUNDS), ...inTurn([...large.values()], ROUNDS)]);
  const bounds = boundsOf(runs, large).filter(({ found }) => !Number.isNaN(found));
  const lines = bounds.map(({ what, found, most, unit = "" }) => {
    const kept = found <= most ? "kept" : "NOT KEPT";
    return `| ${what} | ${found.toFixed(2)}${unit} | ${String(most)}${unit} | ${kept} |`;
  });
  process.stdout.write(
    [report(runs), "", "| bound | found | at most | |", "|---|---|---|---|", ...lines, ""].join("\n"),
  );
  if (bounds.some(({ found, most }) => found > most)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
