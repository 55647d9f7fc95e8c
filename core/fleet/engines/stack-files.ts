import type { FleetPlan, RenderedFile } from "./types.ts";
import { inFolder } from "./types.ts";

/** Namespace of the stack keys. */
const NAMESPACE = "cilium-eks";

/** The stack file of each cluster: every engine runs the program with it. */
export const stackFiles = ({ fleet, stacks }: FleetPlan): RenderedFile[] =>
  stacks.map(({ name, region, values, encryption }) => ({
    path: inFolder(fleet, `Pulumi.${name}.yaml`),
    documents: [
      {
        ...encryption,
        config: {
          "aws:region": region,
          ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`${NAMESPACE}:${key}`, value])),
        },
      },
    ],
  }));
