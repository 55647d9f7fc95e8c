import type { HybridSettings } from "../../core/settings/index.ts";
import { flag, object, optional } from "./shape.ts";

export const hybridSchema = object<HybridSettings>({ enabled: optional(flag) });
