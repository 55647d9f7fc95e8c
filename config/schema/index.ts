import { z } from "zod";
import type { QuotaSettings, Settings } from "../../core/settings/index.ts";
import { ciliumSchema } from "./cilium.ts";
import { clusterSchema } from "./cluster.ts";
import { networkSchema } from "./network.ts";
import { gatewaySchema } from "./gateway.ts";
import { hybridSchema } from "./hybrid.ts";
import { meshSchema } from "./mesh.ts";
import { nodeGroupsSchema } from "./nodes.ts";
import { observabilitySchema } from "./observability.ts";
import { flag, map, object, optional, strings, tags } from "./shape.ts";

/** The stack keys of namespace `cilium-eks`; the Region comes from `aws:region`. */
export type StackKeys = Omit<Settings, "region">;

const quotasSchema = object<QuotaSettings>({
  check: optional(flag),
  request: optional(strings),
  current: optional(map(z.number().nonnegative())),
});

export const settingsSchema: z.ZodType<StackKeys> = object<StackKeys>({
  cluster: clusterSchema,
  network: networkSchema,
  nodeGroups: nodeGroupsSchema,
  cilium: optional(ciliumSchema),
  quotas: optional(quotasSchema),
  gateway: optional(gatewaySchema),
  observability: optional(observabilitySchema),
  hybrid: optional(hybridSchema),
  mesh: optional(meshSchema),
  waivers: optional(tags),
});

/** Names of the stack keys, in the order of the documentation. */
export const stackKeys = [
  "cluster",
  "network",
  "nodeGroups",
  "cilium",
  "quotas",
  "gateway",
  "observability",
  "hybrid",
  "mesh",
  "waivers",
] as const satisfies readonly (keyof StackKeys)[];
