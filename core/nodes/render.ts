import { renderBottlerocket } from "./bottlerocket.ts";
import { renderNodeadm } from "./nodeadm.ts";
import { base64OfText } from "../text/base64.ts";
import type { JoinTarget, NodeGroupPlan } from "./types.ts";

/** EC2 takes at most 16 KiB of user data before base64 (EC2 user guide: user-data). */
export const USER_DATA_LIMIT = 16_384;

/** User data of a group's nodes, base64, as a launch template takes it. */
export const renderUserData = (cluster: JoinTarget, plan: NodeGroupPlan): string =>
  base64OfText(plan.image.family === "Bottlerocket" ? renderBottlerocket(cluster, plan) : renderNodeadm(cluster, plan));
