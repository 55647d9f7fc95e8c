import type { NetworkModel } from "../../model/index.ts";
import { type Subject, subjectOf } from "../subject.ts";

/** The VPC, its subnets and what leads out of it. */
export const vpc: Subject<NetworkModel, "network"> = subjectOf({
  needs: ["network"],
  of: ({ network }) => [network],
  read: (network) => network,
  place: () => ({ subject: "network", path: "network" }),
});
