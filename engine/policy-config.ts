import type * as AnalyzerProto from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { AnalyzerInfo, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { readStruct, toStruct } from "./rpc.ts";
import type { AnalyzerSdk, Sdk } from "./sdk.ts";
import { EnforcementLevel, PolicySeverity, type PolicyConfig, type PolicyInfo } from "./policy-types.ts";
import { fromWireMap, isMap, toWireMap, type PropertyMap } from "./values.ts";

type LevelCode = AnalyzerProto.EnforcementLevel;

/** By number in analyzer.proto. */
const LEVELS: Readonly<Record<LevelCode, EnforcementLevel>> = {
  0: EnforcementLevel.Advisory,
  1: EnforcementLevel.Mandatory,
  2: EnforcementLevel.Disabled,
  3: EnforcementLevel.Remediate,
};
const SEVERITIES: Readonly<Record<AnalyzerProto.PolicySeverity, PolicySeverity | undefined>> = {
  0: undefined,
  1: PolicySeverity.Low,
  2: PolicySeverity.Medium,
  3: PolicySeverity.High,
  4: PolicySeverity.Critical,
};

/** In a config, the level for every policy that has none of its own. */
const ALL = "all";

export type PolicyConfigs = Readonly<Record<string, PolicyConfig>>;

/** What a policy runs with once the pack, its initial config and the caller's config are put together. */
export interface PolicySettings {
  readonly name: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: PropertyMap;
}

export function levelOf(value: LevelCode): EnforcementLevel {
  return LEVELS[value];
}

export function severityOf(value: AnalyzerProto.PolicySeverity): PolicySeverity | undefined {
  return SEVERITIES[value];
}

export function policiesOf(sdk: AnalyzerSdk, info: AnalyzerInfo): PolicyInfo[] {
  return info.getPoliciesList().map((policy) => {
    const severity = severityOf(policy.getSeverity());
    const stack = policy.getPolicyType() === sdk.analyzer.PolicyType.POLICY_TYPE_STACK;
    return {
      name: policy.getName(),
      ...(policy.getDisplayname() === "" ? {} : { displayName: policy.getDisplayname() }),
      description: policy.getDescription(),
      enforcementLevel: levelOf(policy.getEnforcementlevel()),
      ...(severity === undefined ? {} : { severity }),
      scope: stack ? "stack" : "resource",
    };
  });
}

/** The CLI's order: defaults of each schema, then the pack's initial config, then the caller's. A host applies none itself. */
export function reconcile(info: AnalyzerInfo, config: PolicyConfigs): PolicySettings[] {
  const initial: PolicyConfigs = Object.fromEntries(
    Array.from(info.getInitialconfigMap().entries(), ([name, entry]) => [
      name,
      {
        enforcementLevel: levelOf(entry.getEnforcementlevel()),
        properties: fromWireMap(readStruct(entry.getProperties())),
      },
    ]),
  );
  return info.getPoliciesList().map((policy) => {
    const name = policy.getName();
    const layers = [initial[ALL], initial[name], config[ALL], config[name]];
    return {
      name,
      enforcementLevel: layers.reduce(
        (level, layer) => layer?.enforcementLevel ?? level,
        levelOf(policy.getEnforcementlevel()),
      ),
      properties: {
        ...schemaDefaults(fromWireMap(readStruct(policy.getConfigschema()?.getProperties()))),
        ...initial[name]?.properties,
        ...config[name]?.properties,
      },
    };
  });
}

export function configureRequest(
  sdk: Sdk,
  { analyzer }: AnalyzerSdk,
  settings: readonly PolicySettings[],
): ConfigureAnalyzerRequest {
  const request = new analyzer.ConfigureAnalyzerRequest();
  for (const { name, enforcementLevel, properties } of settings) {
    const entry = new analyzer.PolicyConfig();
    entry.setEnforcementlevel(levelCode(analyzer, enforcementLevel));
    entry.setProperties(toStruct(sdk, toWireMap(properties)));
    request.getPolicyconfigMap().set(name, entry);
  }
  return request;
}

function levelCode({ EnforcementLevel: Code }: AnalyzerSdk["analyzer"], level: EnforcementLevel): LevelCode {
  switch (level) {
    case EnforcementLevel.Advisory:
      return Code.ADVISORY;
    case EnforcementLevel.Mandatory:
      return Code.MANDATORY;
    case EnforcementLevel.Remediate:
      return Code.REMEDIATE;
    default:
      return Code.DISABLED;
  }
}

function schemaDefaults(properties: PropertyMap): PropertyMap {
  const defaults = Object.entries(properties).flatMap(([key, schema]) => {
    const value = isMap(schema) ? schema["default"] : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(defaults);
}
