import type { CapacityModel, PlannedModel } from "../../core/model/index.ts";
import { CallError } from "../shared/errors.ts";
import { namedStack } from "../shared/stacks.ts";
import type { VerifyFlags } from "./index.ts";

/** What a stack plans, to be held beside what runs. */
export interface Beside {
  readonly name: string;
  readonly cluster: string;
  readonly region: string;
  readonly planned: PlannedModel;
  /** What the planner counted; undefined where something cannot be planned. */
  readonly capacity: CapacityModel | undefined;
  readonly waivers: Readonly<Record<string, string>>;
}

/** Only where a stack is named: a cluster can be looked at without its program. */
export async function besideOf(flags: Pick<VerifyFlags, "stack" | "stackFile">): Promise<Beside | undefined> {
  if (flags.stack === undefined && flags.stackFile === undefined) return undefined;
  const [{ readStackFile }, { parseSettings }, { evaluate }] = await Promise.all([
    import("../../config/stack-file.ts"),
    import("../../config/parse.ts"),
    import("../../core/plan/index.ts"),
  ]);
  const { name, file, shownAs } = namedStack(flags, process.cwd());
  const parsed = parseSettings(readStackFile(file, shownAs).raw);
  if (!parsed.ok) throw new CallError(`${shownAs} cannot be planned: cilium-eks plan --stack ${name} says why.`);
  const { settings } = parsed;
  const { model } = evaluate(settings);
  const { cilium, gatewayApi, nodeGroups = [], controlPlane, objects = [] } = model;
  return {
    name,
    cluster: settings.cluster.name,
    region: settings.region,
    waivers: settings.waivers ?? {},
    capacity: model.capacity,
    planned: {
      nodeGroups,
      gateways: objects.filter(({ kind }) => kind === "Gateway"),
      ...(cilium === undefined ? {} : { cilium }),
      ...(gatewayApi === undefined ? {} : { gatewayApi }),
      ...(controlPlane?.kubernetesVersion === undefined ? {} : { kubernetesVersion: controlPlane.kubernetesVersion }),
    },
  };
}
