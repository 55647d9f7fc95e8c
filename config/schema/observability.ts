import type { ObservabilitySettings } from "../../core/settings/index.ts";
import { flag, object, optional } from "./shape.ts";

export const observabilitySchema = object<ObservabilitySettings>({ relay: optional(flag), ui: optional(flag) });
