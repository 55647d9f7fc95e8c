import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Severity } from "../../core/findings/finding.ts";
import { inventoryOf } from "../../core/migration/inventory.ts";
import { phasesOf } from "../../core/migration/phases.ts";
import { planMigrationStack } from "../../core/migration/stack.ts";
import type { ClusterModel } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { evaluateRunning } from "../../lens/live/evaluate.ts";
import { isBroken } from "../../readers/live/gaps.ts";
import type { Reading } from "../../readers/live/index.ts";
import { dayOf } from "../shared/as-of.ts";
import { lookOf, rightsText } from "../shared/cluster.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { teach } from "../shared/report/teach.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import { stackConfig, stackDocument, stackText } from "../shared/stack-document.ts";
import { namedStack } from "../shared/stacks.ts";
import { type StackAt, errorsIn, stackAt } from "../upgrade/stack.ts";
import type { MigrateFlags } from "./index.ts";
import { withSteps } from "./steps.ts";
import { migrateText } from "./text.ts";
import type { MigrateDocument } from "./types.ts";

/** Says what a migration breaks and how it goes; gives the exit status. */
export async function runMigrate(flags: MigrateFlags, output: Output<"text" | "json">): Promise<number> {
  if (flags.printRights === true) {
    const rights = await rightsText("migrate", flags);
    await output.write(() => rights);
    return 0;
  }
  if (flags.write !== undefined && existsSync(flags.write))
    throw new CallError(`${flags.write} is there already: name another file, or give it by --stack-file.`);
  const look = await lookOf("migrate", flags);
  const reading = await look((what) => output.progress.show(`Reading ${what}`));
  const stack = stackOf(flags, reading);
  const document = documentOf(flags, reading, stack);
  if (flags.write !== undefined && stack !== undefined) writeFileSync(flags.write, stack.text);
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify(document, null, 2)}\n`
      : migrateText(document, style, flags.explain === true ? "explained" : "short"),
  );
  return document.status;
}

function documentOf(flags: MigrateFlags, reading: Reading, stack: StackAt | undefined): MigrateDocument {
  if (stack === undefined && flags.write !== undefined)
    throw new CallError(
      `What the cluster is cannot be told, so no stack file is written.${reading.gaps.map(({ what, said }) => `\n${what}: ${said}`).join("")}`,
    );
  const findings = findingsOf(reading, stack, flags.aws);
  const errors = findings.filter(({ severity }) => severity === Severity.Error).length;
  const cluster = reading.cluster ?? stack?.settings.cluster.name ?? "NAME";
  const phases = withSteps(phasesOf(reading.model, errors), {
    cluster,
    stack: stack?.name ?? "NAME",
    file: stack?.file ?? "Pulumi.NAME.yaml",
    text: stack?.text ?? "",
    groups: oldGroups(reading),
    addons: managedAddons(reading),
    oidcProviderArn: oidcProviderOf(stack),
    leftovers: leftoversOf(reading),
    isWritten: isGiven(flags),
  });
  return {
    cluster: reading.cluster ?? null,
    source: reading.source,
    status: reading.gaps.some(isBroken) ? 2 : errors > 0 ? 1 : reading.gaps.length > 0 ? 2 : 0,
    inventory: inventoryOf(reading.model),
    findings,
    phases,
    stackFile:
      stack === undefined
        ? null
        : {
            file: stack.file,
            text: stack.text,
            state: isGiven(flags) ? "given" : flags.write === undefined ? "proposed" : "written",
          },
    gaps: reading.gaps,
    notes: notesOf(reading, stack),
  };
}

const isGiven = ({ stack, stackFile }: MigrateFlags): boolean => stack !== undefined || stackFile !== undefined;

/** The stack that is named, else the one that the cluster is described by; none where AWS was not read. */
function stackOf(flags: MigrateFlags, reading: Reading): StackAt | undefined {
  const asOf = dayOf(flags);
  if (isGiven(flags)) {
    const { name, file, shownAs } = namedStack(flags, process.cwd());
    return stackAt(readFileSync(file, "utf8"), { name, file: shownAs, asOf });
  }
  const { migration, live } = reading.model;
  if (migration === undefined || !isKnown(migration.existing)) return undefined;
  const { existing, vpcCni, eniConfigs } = migration;
  const nodes = isKnown(live?.nodes) ? (live?.nodes ?? []) : [];
  const typesByGroup = Object.fromEntries(
    [...Map.groupBy(nodes, ({ group = "" }) => group)].map(([group, own]) => [
      group,
      [...new Set(own.flatMap(({ instanceType }) => instanceType ?? []))].toSorted(),
    ]),
  );
  const settings = planMigrationStack({
    existing,
    vpcCni: isKnown(vpcCni) ? vpcCni : null,
    eniConfigs: isKnown(eniConfigs) ? eniConfigs : [],
    typesByGroup,
  });
  const file = flags.write ?? `Pulumi.${existing.name}.yaml`;
  const name = /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(file))?.[1] ?? existing.name;
  return stackAt(stackText(stackDocument(stackConfig(settings))), { name, file, asOf });
}

const isKnown = (value: unknown): boolean => value !== UNKNOWN;

/** Rules on the way, and those on what runs beside Cilium, held against what the stack installs. */
function findingsOf(reading: Reading, stack: StackAt | undefined, aws: boolean): readonly TaughtFinding[] {
  const planned: ClusterModel = stack?.evaluation.model ?? {};
  const model: ClusterModel = {
    ...(planned.cilium === undefined ? {} : { cilium: planned.cilium }),
    ...(planned.capacity === undefined ? {} : { capacity: planned.capacity }),
    objects: reading.model.objects ?? [],
    ...(reading.model.live === undefined ? {} : { live: reading.model.live }),
    ...(reading.model.migration === undefined ? {} : { migration: reading.model.migration }),
    upgrade: { replacesNodes: true },
  };
  const running = evaluateRunning(model, { aws, waivers: stack?.settings.waivers ?? {} })
    .findings.filter(({ rule }) => ASKED.test(rule))
    .map((finding) =>
      teach({
        ...finding,
        where: reading.source,
        setting: finding.path.replace(/^(?:live|migration)\./, ""),
        lens: "resources" as const,
      }),
    );
  return [...running, ...(stack === undefined ? [] : errorsIn(stack.findings))];
}

const ASKED = /^(?:migration|upgrade|datapath)-/;

/** Managed groups of the cluster that have nodes without Cilium's label. */
function oldGroups({ live, model }: Reading): readonly string[] {
  if (!isKnown(live.nodes)) return ["GROUP"];
  const off =
    model.migration !== undefined && isKnown(model.migration.vpcCni) && model.migration.vpcCni?.runs === "nowhere";
  const old = live.nodes.filter(
    ({ kind, labels }) => kind === "ec2" && !off && labels["cilium-eks/datapath"] === undefined,
  );
  return [...new Set(old.flatMap(({ group }) => group ?? []))].toSorted();
}

function oidcProviderOf(stack: StackAt | undefined): string | undefined {
  const arn = stack?.settings.cluster.existing?.oidcProviderArn;
  return typeof arn === "string" && stack?.settings.cilium?.operatorIdentity !== "pod-identity" ? arn : undefined;
}

function leftoversOf({ model: { migration } }: Reading): readonly string[] {
  if (migration === undefined) return [];
  const { securityGroupPolicies, eniConfigs, otherPolicies } = migration;
  const others = isKnown(otherPolicies)
    ? otherPolicies.map(({ kind, apiVersion }) => `${kind.toLowerCase()}.${apiVersion.split("/")[0] ?? ""}`)
    : [];
  return [
    ...(isKnown(securityGroupPolicies) && securityGroupPolicies.length > 0
      ? ["securitygrouppolicies.vpcresources.k8s.aws"]
      : []),
    ...(isKnown(eniConfigs) && eniConfigs.length > 0 ? ["eniconfigs.crd.k8s.amazonaws.com"] : []),
    ...new Set(others),
  ];
}

const managedAddons = ({ live }: Reading): readonly string[] =>
  isKnown(live.addons)
    ? live.addons.map(({ name }) => name).filter((name) => name === "vpc-cni" || name === "kube-proxy")
    : [];

function notesOf({ gaps }: Reading, stack: StackAt | undefined): readonly string[] {
  const warnings = stack?.findings.filter(({ severity }) => severity === Severity.Warning).length ?? 0;
  return [
    ...(stack === undefined
      ? [
          `The stack file needs what AWS says of the cluster${gaps.some(({ part }) => part === "existing") ? "" : ": leave --no-aws out"}.`,
        ]
      : []),
    ...(warnings === 0
      ? []
      : [`cilium-eks plan --stack-file ${stack?.file ?? ""} has ${String(warnings)} warnings on the stack.`]),
    "Pods on old and new nodes reach each other by addresses of the VPC. Policies, Hubble and Cilium's load balancing cover the new nodes only.",
    "Nodes are never converted: one that ran the VPC CNI keeps its iptables chains, rules and interfaces (cilium/cilium#25804).",
    "Pods without a controller are not looked at; kubectl drain names them.",
  ];
}
