import { z } from "zod";
import {
  AccessPolicy,
  type AccessEntrySettings,
  type AccessSettings,
  type AddonChoice,
  type AddonSettings,
  AdoptionStrategy,
  Autoscaler,
  type ClusterSettings,
  type EndpointSettings,
  type ExistingClusterSettings,
  LogType,
  type LogSettings,
  type ProxySettings,
  type RegistrySettings,
  SupportType,
} from "../../core/settings/index.ts";
import { choice, flag, json, list, map, object, optional, ref, strings, tags, text, whole } from "./shape.ts";

const endpoint = object<EndpointSettings>({
  privateAccess: optional(flag),
  publicAccess: optional(flag),
  publicAccessCidrs: optional(strings),
});

const logs = object<LogSettings>({ types: optional(list(choice(LogType))), retentionDays: optional(whole(1, 3653)) });

const accessEntry = object<AccessEntrySettings>({
  principalArn: ref,
  policy: optional(choice(AccessPolicy)),
  namespaces: optional(strings),
  kubernetesGroups: optional(strings),
});

const access = object<AccessSettings>({
  entries: optional(map(accessEntry)),
  deployerProfile: optional(text),
  deployerRoleArn: optional(ref),
});

const addon = optional(
  object<AddonChoice>({ enabled: optional(flag), version: optional(text), configuration: optional(json) }),
);

const addons = object<AddonSettings>({ coredns: addon, podIdentityAgent: addon, ebsCsi: addon, metricsServer: addon });

const existing = object<ExistingClusterSettings>({
  strategy: choice(AdoptionStrategy),
  endpoint: ref,
  certificateAuthority: ref,
  clusterSecurityGroupId: ref,
  oidcProviderArn: optional(ref),
});

const proxy = object<ProxySettings>({ httpProxy: text, httpsProxy: optional(text), noProxy: optional(strings) });

const registry = object<RegistrySettings>({
  mirrors: optional(map(text)),
  charts: optional(text),
  ciliumChart: optional(text),
  crds: optional(text),
});

export const clusterSchema = object<ClusterSettings>({
  name: text,
  kubernetesVersion: optional(z.string().regex(/^\d+\.\d+$/, 'a Kubernetes minor in quotes, for example "1.35"')),
  endpoint: optional(endpoint),
  serviceCidr: optional(text),
  logs: optional(logs),
  secretsKeyArn: optional(ref),
  createSecretsKey: optional(flag),
  access: optional(access),
  deletionProtection: optional(flag),
  upgradePolicy: optional(choice(SupportType)),
  zonalShift: optional(flag),
  addons: optional(addons),
  autoscaler: optional(choice(Autoscaler)),
  existing: optional(existing),
  proxy: optional(proxy),
  registry: optional(registry),
  asOf: optional(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date, for example 2026-11-20")),
  extraTags: optional(tags),
});
