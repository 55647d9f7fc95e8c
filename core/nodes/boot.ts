import type { NodeBoot } from "../boot/merge.ts";
import type { MimePart } from "../boot/mime.ts";
import type { Settings } from "../settings/index.ts";
import { renderBottlerocketHost } from "./bottlerocket.ts";
import { planHost } from "./host.ts";
import { hostParts } from "./nodeadm.ts";

/** What nodes read that somebody else's user data joins to the cluster. */
export function planBoot(settings: Settings): NodeBoot {
  const host = planHost(settings);
  const al2023: readonly MimePart[] = hostParts(host);
  return { al2023, bottlerocket: renderBottlerocketHost(host) };
}
