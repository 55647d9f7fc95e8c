import { type Command, Option } from "commander";
import { FleetEngineKind } from "../../core/fleet/engines/types.ts";
import { asOfOption } from "../shared/as-of.ts";
import { declare, declareGroup } from "../shared/declare.ts";

const PAGE = "docs/fleets.md";
const PLAN_FORMATS = ["text", "json", "sarif", "junit", "markdown"] as const;
export type FleetPlanFormat = (typeof PLAN_FORMATS)[number];

/** Flags of every command that reads a fleet file. */
export interface FleetFlags {
  readonly file: string;
}

const ADDRESSES_FORMATS = ["text", "json", "yaml", "ipam"] as const;
export type AddressesFormat = (typeof ADDRESSES_FORMATS)[number];

export interface FleetAddressesFlags extends FleetFlags {
  readonly write?: boolean;
}

const RENDER_FORMATS = ["text", "json"] as const;
export type RenderFormat = (typeof RENDER_FORMATS)[number];

export interface FleetRenderFlags extends FleetFlags {
  readonly engine: FleetEngineKind;
  readonly into?: string;
}

export interface FleetPlanFlags extends FleetFlags {
  readonly asOf?: string;
  readonly strict?: boolean;
  readonly explain?: boolean;
  readonly full?: boolean;
}

/** Adds `fleet plan` and its neighbours. */
export function registerFleet(program: Command): void {
  const group = declareGroup(program, {
    name: "fleet",
    says: "many clusters from one file: plan them together, give them addresses, write what deploys them",
    page: PAGE,
  });
  registerPlan(group);
  registerAddresses(group);
  registerRender(group);
}

const addFileFlag = (command: Command): Command => command.option("-f, --file <file>", "the fleet file", "fleet.yaml");

function registerPlan(group: Command): void {
  const { command, runs } = declare(group, {
    name: "plan",
    says: "plan every cluster of a fleet and check what only all of them show; needs no credentials and no network",
    page: PAGE,
    formats: PLAN_FORMATS,
    examples: [
      ["cilium-eks fleet plan", "the fleet of fleet.yaml"],
      ["cilium-eks fleet plan -f examples/fleet/fleet.yaml --full", "another file, with a row for every cluster"],
      ["cilium-eks fleet plan --format text --format sarif:fleet.sarif", "for people and for code scanning"],
    ],
    exits: { 1: "findings of severity error, in a cluster or among them" },
  });
  addFileFlag(command)
    .addOption(asOfOption())
    .option("--explain", "say all of each finding in the text: reason, symptom, source, every place")
    .option("--full", "a row for every cluster, however many they are")
    .option("--strict", "treat warnings as errors");
  runs<FleetPlanFlags>(async ({ flags, output }) => {
    const { runFleetPlan } = await import("./plan/command.ts");
    return runFleetPlan(flags, output);
  });
}

function registerAddresses(group: Command): void {
  const { command, runs } = declare(group, {
    name: "addresses",
    says: "give the clusters of a fleet their VPC and pod blocks, and say how much is left; what was given stays",
    page: PAGE,
    formats: ADDRESSES_FORMATS,
    examples: [
      ["cilium-eks fleet addresses -f examples/fleet/fleet.yaml", "who has which block, who gets one, what is left"],
      ["cilium-eks fleet addresses --write", "keep it in fleet.addresses.yaml, which fleet plan reads"],
      ["cilium-eks fleet addresses --format ipam --out ipam/Pulumi.yaml", "pools of AWS VPC IPAM, as a Pulumi program"],
    ],
    exits: { 1: "a cluster gets no block" },
  });
  addFileFlag(command).option("--write", "write the allocations beside the fleet file");
  runs<FleetAddressesFlags>(async ({ flags, output }) => {
    const { runFleetAddresses } = await import("./addresses/command.ts");
    return runFleetAddresses(flags, output);
  });
}

function registerRender(group: Command): void {
  const { command, runs } = declare(group, {
    name: "render",
    says: "write what an engine deploys the fleet by: a stack file for each cluster, and its own objects or pipeline",
    page: PAGE,
    formats: RENDER_FORMATS,
    examples: [
      [
        "cilium-eks fleet render --engine operator -f examples/fleet/fleet.yaml",
        "objects of the Pulumi Kubernetes Operator",
      ],
      ["cilium-eks fleet render --engine github --into .", "workflows and stack files, written into the repository"],
    ],
  });
  addFileFlag(command)
    .addOption(
      new Option("--engine <engine>", "who deploys").choices(Object.values(FleetEngineKind)).makeOptionMandatory(),
    )
    .option("--into <folder>", "write the files below this folder, the root of the repository");
  runs<FleetRenderFlags>(async ({ flags, output }) => {
    const { runFleetRender } = await import("./render/command.ts");
    return runFleetRender(flags, output);
  });
}
