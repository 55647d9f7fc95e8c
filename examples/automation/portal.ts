/** What a self-service portal does with a cluster, by Pulumi's Automation API: the CLI must be on the path. */
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation/index.js";

/** Makes the stack of a cluster, or opens it; the settings are those of a stack file. */
export async function open(workDir: string, name: string, config: Settings, envVars = {}): Promise<Stack> {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: name, workDir }, { envVars });
  const { config: _, ...encryption } = await stack.workspace.stackSettings(name).catch(() => ({ config: {} }));
  await stack.workspace.saveStackSettings(name, { ...encryption, config });
  return stack;
}

/** What is wrong with it, as data, before anything is made: each a rule with what to change. */
export async function findings(stack: Stack, policyPack: string): Promise<Finding[]> {
  const found: Finding[] = [];
  const onEvent = ({ policyEvent }: EngineEvent): void => {
    if (policyEvent)
      found.push({ rule: policyEvent.policyName, level: policyEvent.enforcementLevel, text: policyEvent.message });
  };
  // A mandatory rule ends the preview with an error: the findings say why, and any other error is passed on.
  await stack.preview({ policyPacks: [policyPack], onEvent }).catch((error: unknown) => {
    if (!found.some(({ level }) => level === "mandatory")) throw error;
  });
  return found;
}

/** Makes it, and says after each resource how many are done. */
export async function update(stack: Stack, progress: (done: number, last: string) => void): Promise<string> {
  let done = 0;
  const onEvent = ({ resOutputsEvent }: EngineEvent): void => {
    if (resOutputsEvent) progress((done += 1), resOutputsEvent.metadata.urn);
  };
  return (await stack.up({ onEvent })).summary.result;
}

/** Takes it away, and the stack with it. */
export async function remove(stack: Stack): Promise<void> {
  await stack.destroy();
  await stack.workspace.removeStack(stack.name);
}

type Settings = NonNullable<Awaited<ReturnType<Stack["workspace"]["stackSettings"]>>["config"]>;

interface Finding {
  readonly rule: string;
  readonly level: string;
  readonly text: string;
}
