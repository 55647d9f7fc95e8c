import { readFileSync } from "node:fs";
import { minorOf } from "../../core/facts/version.ts";
import type { UpgradeModel } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Versions, findPath, newestTarget } from "../../core/upgrade/path.ts";
import type { Reading } from "../../readers/live/index.ts";
import { rightsText } from "../shared/cluster.ts";
import { dayOf } from "../shared/as-of.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { namedStack } from "../shared/stacks.ts";
import { statusOf } from "./document.ts";
import type { UpgradeFlags } from "./index.ts";
import { findingsInManifests, findingsOfCluster, isLive, readCluster } from "./findings.ts";
import { type StackAt, errorsIn, setOf, stackAt, stepOfStack, versionsAt } from "./stack.ts";
import { upgradeText } from "./text.ts";
import type { UpgradeDocument, UpgradeStep } from "./types.ts";
import { type ValuesAt, readValues, setOfVersions, stepOfValues, valuesOfConfig } from "./values.ts";

/** Finds the way and what stands in it; gives the exit status. */
export async function runUpgrade(flags: UpgradeFlags, output: Output<"text" | "json">): Promise<number> {
  if (flags.printRights === true) {
    const rights = await rightsText("upgrade", flags);
    await output.write(() => rights);
    return 0;
  }
  const document = await documentOf(flags, output);
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify(document, null, 2)}\n`
      : upgradeText(document, style, flags.explain === true ? "explained" : "short"),
  );
  return document.status;
}

async function documentOf(flags: UpgradeFlags, output: Output<"text" | "json">): Promise<UpgradeDocument> {
  const asOf = dayOf(flags);
  const stack = stackOf(flags, asOf);
  const reading = await readCluster(flags, stack, (what) => output.progress.show(`Reading ${what}`));
  const from = fromOf(flags, stack, reading);
  const to = targetOf(flags, from, asOf);
  const way = findPath(from, to);
  if (!way.ok) throw new CallError(way.faults.join("\n"));
  const steps =
    stack === undefined ? stepsOfValues({ flags, reading, from }, way.moves) : stepsOfStack(stack, way.moves, asOf);
  const upgrade = modelOf(steps, stack);
  const manifests = await findingsInManifests(flags.manifests, upgrade);
  const running = await findingsOfCluster(reading, stack, { upgrade, aws: flags.aws });
  const document = {
    stack: stack?.name ?? null,
    file: stack?.file ?? flags.values ?? null,
    sources: [...(reading === undefined ? [] : [reading.source]), ...(flags.manifests ?? [])],
    asOf,
    from: steps[0]?.from ?? (stack === undefined ? setOfVersions(from, { bundle: bundleIn(reading) }) : setOf(stack)),
    to: steps.at(-1)?.to ?? (stack === undefined ? setOfVersions(to, { bundle: bundleIn(reading) }) : setOf(stack)),
    findings: [...(stack === undefined ? [] : errorsIn(stack.findings)), ...running, ...manifests.findings],
    steps,
    gaps: reading?.gaps ?? [],
    notes: [...notesOf(flags, { stack, reading }), ...manifests.notes],
  };
  return { ...document, status: statusOf(document) };
}

/** The stack that is meant; none where values are given, or where nothing but a cluster is. */
function stackOf(flags: UpgradeFlags, asOf: string): StackAt | undefined {
  if (flags.values !== undefined) {
    if (flags.stack !== undefined || flags.stackFile !== undefined)
      throw new CallError("--values and a stack say the same twice: give one of them.");
    return undefined;
  }
  const named = flags.stack !== undefined || flags.stackFile !== undefined;
  try {
    const { name, file, shownAs } = namedStack(flags, process.cwd());
    return stackAt(readFileSync(file, "utf8"), { name, file: shownAs, asOf });
  } catch (error) {
    // Without a word on a stack, a cluster alone will do.
    if (!named && isLive(flags) && error instanceof CallError) return undefined;
    throw error;
  }
}

function fromOf(flags: UpgradeFlags, stack: StackAt | undefined, reading: Reading | undefined): Versions {
  const at = stack === undefined ? runningVersions(reading) : versionsAt(stack);
  const cilium = flags.fromCilium ?? at.cilium;
  const kubernetes = flags.fromKubernetes ?? at.kubernetes;
  if (kubernetes === undefined || (stack === undefined && cilium === undefined)) {
    const lacks = [
      ...(cilium === undefined ? ["--from-cilium"] : []),
      ...(kubernetes === undefined ? ["--from-kubernetes"] : []),
    ];
    throw new CallError(
      `Which versions run cannot be told: give ${lacks.join(" and ")}, or --live to look.${(reading?.gaps ?? []).map(({ what, said }) => `\n${what}: ${said}`).join("")}`,
    );
  }
  return { kubernetes, ...(cilium === undefined ? {} : { cilium }) };
}

const known = (part: unknown): boolean => part !== UNKNOWN;

function runningVersions(reading: Reading | undefined): Partial<Versions> {
  if (reading === undefined) return {};
  const { workloads, server } = reading.live;
  const agent = known(workloads) ? workloads.find(({ part }) => part === "agent")?.version : undefined;
  return {
    ...(agent === undefined ? {} : { cilium: agent }),
    ...(known(server) ? { kubernetes: server.version } : {}),
  };
}

/** What was asked for; what was not stays, unless nothing was. */
function targetOf({ toCilium, toKubernetes }: UpgradeFlags, from: Versions, asOf: string): Versions {
  const newest = newestTarget(asOf);
  const nothing = toCilium === undefined && toKubernetes === undefined;
  const kubernetes = toKubernetes ?? (nothing ? newest.kubernetes : from.kubernetes);
  if (from.cilium === undefined) {
    if (toCilium !== undefined)
      throw new CallError("This stack installs no Cilium on EC2 nodes: --to-cilium has nothing to move.");
    return { kubernetes };
  }
  return { kubernetes, cilium: toCilium ?? (nothing ? newest.cilium : from.cilium) };
}

type Moves = Extract<ReturnType<typeof findPath>, { ok: true }>["moves"];

function stepsOfStack(stack: StackAt, moves: Moves, asOf: string): readonly UpgradeStep[] {
  const first = versionsAt(stack).cilium ?? "";
  const steps: UpgradeStep[] = [];
  let at = stack;
  for (const [index, move] of moves.entries()) {
    const { step, after } = stepOfStack(at, move, { number: index + 1, first, asOf });
    steps.push(step);
    at = after;
  }
  return steps;
}

function stepsOfValues(
  {
    flags,
    reading,
    from,
  }: { readonly flags: UpgradeFlags; readonly reading: Reading | undefined; readonly from: Versions },
  moves: Moves,
): readonly UpgradeStep[] {
  const config = reading?.live.config;
  let at: ValuesAt = {
    file: flags.values,
    text: flags.values === undefined ? "" : readValues(flags.values),
    versions: from,
    config:
      flags.values !== undefined || config === undefined || (config as unknown) === UNKNOWN
        ? undefined
        : valuesOfConfig(config.data),
    bundle: bundleIn(reading),
    cluster: flags.cluster ?? reading?.cluster,
    groups: namesOf(reading?.live.nodeGroups),
    addons: namesOf(reading?.live.addons),
  };
  const steps: UpgradeStep[] = [];
  for (const [index, move] of moves.entries()) {
    const { step, after } = stepOfValues(at, move, { number: index + 1, first: from.cilium ?? "" });
    steps.push(step);
    at = after;
  }
  return steps;
}

function bundleIn(reading: Reading | undefined): string | null | undefined {
  if (reading === undefined || !known(reading.live.definitions)) return undefined;
  return reading.model.gatewayApi?.bundle ?? null;
}

const namesOf = (parts: readonly { readonly name: string }[] | undefined): readonly string[] | undefined =>
  parts === undefined || !known(parts) ? undefined : parts.map(({ name }) => name);

/** The whole way, as rules see it. */
function modelOf(steps: readonly UpgradeStep[], stack: StackAt | undefined): UpgradeModel {
  const [first, last] = [steps[0]?.from, steps.at(-1)?.to];
  if (first === undefined || last === undefined) return {};
  const channel = stack?.evaluation.model.gatewayApi?.channel ?? "standard";
  return {
    ...(first.cilium === null || last.cilium === null || first.cilium === last.cilium
      ? {}
      : { cilium: { from: first.cilium, to: last.cilium } }),
    ...(first.kubernetes === last.kubernetes
      ? {}
      : { kubernetes: { from: first.kubernetes, to: last.kubernetes }, replacesNodes: true }),
    ...(last.gatewayApi === null || first.gatewayApi === last.gatewayApi
      ? {}
      : { gatewayApi: { from: first.gatewayApi ?? "", to: last.gatewayApi, channel } }),
  };
}

function notesOf(
  flags: UpgradeFlags,
  { stack, reading }: { readonly stack: StackAt | undefined; readonly reading: Reading | undefined },
): readonly string[] {
  const kept = stack?.settings.cilium?.upgradeCompatibility;
  const version = stack === undefined ? undefined : versionsAt(stack).cilium;
  const minor = version === undefined ? undefined : minorOf(version);
  return [
    ...(reading === undefined
      ? [
          "No cluster was read: budgets, stored versions and objects that run were not looked at. --live or --bundle FOLDER does.",
        ]
      : []),
    ...(stack === undefined && flags.values === undefined
      ? [
          "Nobody gave values: what the new chart moves or drops of them is not told. Give --values, of helm get values cilium --namespace kube-system.",
        ]
      : []),
    ...(stack !== undefined && kept === undefined && minor !== undefined
      ? [
          `upgradeCompatibility is the minor of the first installation: write an older one than ${minor} where the cluster began with it.`,
        ]
      : []),
    "Connections through Envoy (Gateways, L7 policies) are cut once on every node that an agent or Envoy restarts on.",
  ];
}
