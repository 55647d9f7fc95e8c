import type { AddonModel } from "../model/index.ts";
import type { AddonsPlan } from "./plan.ts";

/** What the rules see of the planned add-ons. */
export const addonsModel = ({ addons }: AddonsPlan): AddonModel[] =>
  addons.map(({ name, version, role, configuration, phase }) => ({
    name,
    afterNodes: phase === "after-nodes",
    ...(version === undefined ? {} : { version }),
    hasRole: role !== undefined,
    ...(configuration === undefined ? {} : { configuration }),
  }));
