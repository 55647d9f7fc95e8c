import type { Rule } from "../rule.ts";
import {
  kernels,
  kubernetesWindow,
  upgradeCompatibility,
  upgradePrepared,
  upgradeStep,
  versionChecked,
  versionUsable,
} from "./cilium.ts";
import { bundleDowngrade, bundlePair, bundlePresent, bundleServes, bundleTlsRoute } from "./gateway-api.ts";

export const versionsRules: readonly Rule[] = [
  versionUsable,
  versionChecked,
  kubernetesWindow,
  upgradeCompatibility,
  upgradeStep,
  upgradePrepared,
  kernels,
  bundlePair,
  bundlePresent,
  bundleDowngrade,
  bundleTlsRoute,
  bundleServes,
];
