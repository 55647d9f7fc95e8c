import type { Rule } from "../rule.ts";
import { kernels, kubernetesWindow, upgradeCompatibility, versionChecked, versionUsable } from "./cilium.ts";
import { bundleDowngrade, bundlePair, bundlePresent } from "./gateway-api.ts";

export const versionsRules: readonly Rule[] = [
  versionUsable,
  versionChecked,
  kubernetesWindow,
  upgradeCompatibility,
  kernels,
  bundlePair,
  bundlePresent,
  bundleDowngrade,
];
