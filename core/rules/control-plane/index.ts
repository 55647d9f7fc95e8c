import access from "./access.ts";
import addonOrder from "./addon-order.ts";
import addons from "./addons.ts";
import creator from "./creator.ts";
import defaultAddons from "./default-addons.ts";
import endpoint from "./endpoint.ts";
import existing from "./existing.ts";
import foreignCni from "./foreign-cni.ts";
import logs from "./logs.ts";
import naming from "./naming.ts";
import networking from "./networking.ts";
import securityGroups from "./security-groups.ts";
import tags from "./tags.ts";
import version from "./version.ts";

export default [
  ...naming,
  ...tags,
  ...version,
  ...endpoint,
  ...networking,
  ...defaultAddons,
  ...addons,
  ...addonOrder,
  ...foreignCni,
  ...creator,
  ...access,
  ...logs,
  ...existing,
  ...securityGroups,
];
