import { Argument, type Command, Option } from "commander";
import { type ClusterFlags, addClusterFlags } from "../shared/cluster-flags.ts";
import { completes } from "../shared/completes.ts";
import { declare } from "../shared/declare.ts";
import type { Architecture } from "../../core/facts/instances.ts";
import { cores, duration, gib, list, whole } from "../shared/flags.ts";

export interface CapacityFlags extends ClusterFlags {
  readonly live?: boolean;
  readonly stack?: string;
  readonly stackFile?: string;
  readonly prometheus?: string;
  readonly prefixDelegation?: boolean;
  readonly firstInterfaceIndex: number;
  readonly gateway?: boolean;
  readonly maxPods?: number;
  readonly nodes?: number;
  readonly subnet: readonly string[];
  readonly recommend?: boolean;
  readonly pods?: number;
  /** Cores. */
  readonly podCpu: number;
  /** GiB. */
  readonly podMemory: number;
  readonly zones: number;
  readonly arch?: Architecture;
  readonly surviveZone: boolean;
  /** Seconds. */
  readonly within: number;
}

/** Adds `capacity`: what any instance type holds, without a stack. */
export function registerCapacity(program: Command): void {
  const { command, runs } = declare(program, {
    name: "capacity",
    says: "show how many pods instance types hold with Cilium in ENI mode, and how many nodes fit into subnets",
    page: "docs/ipam.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks capacity m6i.xlarge c7g.4xlarge", "pods a node of each type takes"],
      [
        "cilium-eks capacity m6i.xlarge --prefix-delegation --nodes 20 --subnet 10.0.0.0/20 --subnet 10.0.16.0/20",
        "whether twenty nodes fit into two subnets",
      ],
      [
        "cilium-eks capacity --recommend --pods 2000 --pod-cpu 250m --pod-memory 512Mi",
        "the smallest nodes, pod block and operator limits for a load, and why",
      ],
      [
        "cilium-eks capacity --live --stack prod --prometheus http://localhost:9090",
        "where a cluster that runs stands, and when its subnets are full",
      ],
    ],
    exits: {
      1: "pods would wait longer than --within, the nodes asked for do not fit, a node lacks addresses for the pods asked for, or a subnet of a cluster that runs is full within two weeks",
    },
  });
  command
    .addArgument(
      completes(new Argument("[type...]", "EC2 instance types, m6i.xlarge c7g.4xlarge"), async () => {
        const { instanceTypes } = await import("../../core/facts/instances.ts");
        return instanceTypes();
      }),
    )
    .option("--prefix-delegation", "ENIs get /28 prefixes instead of single addresses")
    .addOption(new Option("--first-interface-index <index>", "first ENI that pods use").argParser(whole(0)).default(0))
    .option("--gateway", "a Gateway or Ingress runs: Cilium takes one more address a node")
    .option("--max-pods <pods>", "pods a node takes, instead of the recommendation", whole(1))
    .option("--nodes <nodes>", "nodes to place in the subnets", whole(1))
    .option("--subnet <cidr>", "subnet of the pods' addresses; repeat it for one a zone", list, [])
    .optionsGroup("What a load needs:")
    .option("--recommend", "say the smallest nodes, pod block and operator limits for a load, with the reasons")
    .option("--pods <pods>", "pods at the peak", whole(1))
    .option("--pod-cpu <cores>", "CPU that a pod requests (default: 250m)", cores, 0.25)
    .option("--pod-memory <amount>", "memory that a pod requests (default: 512Mi)", gib, 0.5)
    .addOption(new Option("--zones <zones>", "zones of the cluster").argParser(whole(2)).default(3))
    .addOption(new Option("--arch <architecture>", "one architecture only").choices(["x86_64", "arm64"]))
    .option("--no-survive-zone", "let pods go without room when a zone is lost")
    .option(
      "--within <duration>",
      "time until the pods have addresses when all nodes come at once (default: 15m)",
      duration,
      900,
    )
    .optionsGroup("A cluster that runs:")
    .option("--live", "count nodes, pods, addresses and prefixes of a cluster that runs")
    .option("-s, --stack <name>", "beside what this stack plans")
    .option("-f, --stack-file <file>", "stack file elsewhere")
    .option("--prometheus <url>", "Prometheus that keeps the operator's metrics: days until a subnet is full")
    .addHelpText("after", "\nLimits are those of the default network card, as of 2026-08-11.");
  addClusterFlags(command);
  runs<CapacityFlags, [types: readonly string[]]>(async ({ flags, output, args: [types] }) => {
    if (flags.live === true) {
      const { runLiveCapacity } = await import("./live.ts");
      return runLiveCapacity(flags, output);
    }
    if (flags.recommend === true) {
      const { runRecommend } = await import("./recommend.ts");
      return runRecommend(flags, output);
    }
    const { runCapacity } = await import("./command.ts");
    return runCapacity(types, flags, output);
  });
}
