// Made from core/settings by scripts/generate-docs.ts; do not edit.
import { z } from "zod";
import type { FleetSettings } from "../../core/settings/index.ts";

// Each schema is asked once a run: what zod compiles for the next time is never used.
z.config({ jitless: true });

const text = z.string().min(1);
const texts = z.array(text);
const tags = z.record(z.string(), z.string());
const json = z.record(z.string(), z.unknown());
const optional = z.exactOptional;
const FleetTemplate = z.strictObject({ extends: optional(text), stackFile: optional(text), settings: optional(json) });
const FleetDifference = z.strictObject({ settings: optional(json) });
const FleetAccount = z.strictObject({ settings: optional(json), id: z.string().regex(/^\d{12}$/), quotas: optional(z.record(z.string(), z.number().min(0))), deployRoleArn: optional(text) });
const Weekday = z.enum(["mon","tue","wed","thu","fri","sat","sun"]);
const MaintenanceWindow = z.strictObject({ days: z.array(Weekday), from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), hours: z.int().min(1).max(24) });
const FleetWave = z.strictObject({ name: z.string().regex(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/), soakHours: optional(z.int().min(0).max(720)), windows: optional(z.array(MaintenanceWindow)) });
const FleetCluster = z.strictObject({ settings: optional(json), template: text, region: text, account: optional(text), stage: optional(text), wave: text, twin: optional(text) });
const FleetNetworkKind = z.enum(["peering","transit-gateway","mesh","premises"]);
const FleetNetwork = z.strictObject({ kind: FleetNetworkKind, clusters: z.union([texts, z.literal("all")]), cidrs: optional(texts) });
const FleetAddresses = z.strictObject({ vpcBlocks: texts, podBlocks: optional(texts), vpcPrefix: optional(z.int().min(16).max(24)), podPrefix: optional(z.int().min(16).max(24)), growth: optional(z.int().min(0).max(4)), reserved: optional(texts) });
const FleetEngine = z.strictObject({ organization: optional(text), repository: optional(text), branch: optional(text), folder: optional(text), backend: optional(text), driftHours: optional(z.int().min(1).max(168)), namespace: optional(text) });

export const fleetSchema: z.ZodType<FleetSettings> = z.strictObject({ name: z.string().regex(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/), project: optional(text), templates: z.record(z.string(), FleetTemplate), stages: optional(z.record(z.string(), FleetDifference)), regions: optional(z.record(z.string(), FleetDifference)), accounts: optional(z.record(z.string(), FleetAccount)), waves: z.array(FleetWave), clusters: z.record(z.string(), FleetCluster), networks: optional(z.record(z.string(), FleetNetwork)), sharedHostnames: optional(tags), sharedZones: optional(tags), addresses: optional(FleetAddresses), engine: optional(FleetEngine), waivers: optional(tags) });
