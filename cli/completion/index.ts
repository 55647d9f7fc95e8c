import type { Command } from "commander";
import { declare } from "../shared/declare.ts";
import type { Shell } from "./shells.ts";

const SHELLS: readonly Shell[] = ["bash", "zsh", "fish"];

/** Adds `completion`, and `complete`, which the shell's script asks. */
export function registerCompletion(program: Command): void {
  const { command, runs } = declare(program, {
    name: "completion",
    says: "print a script that completes commands, options and their values in a shell",
    page: "docs/cli.md",
    formats: ["text"],
    examples: [
      ["source <(cilium-eks completion bash)", "completion in this shell; the line in ~/.bashrc keeps it"],
      ["cilium-eks completion zsh > ~/.cilium-eks.zsh", "a file to source in ~/.zshrc, behind compinit"],
      ["cilium-eks completion fish > ~/.config/fish/completions/cilium-eks.fish", "fish reads it on its own"],
    ],
  });
  command.addArgument(command.createArgument("<shell>", "shell that reads the script").choices(SHELLS));
  runs<unknown, [shell: Shell]>(async ({ output, args: [shell] }) => {
    const { SCRIPTS } = await import("./shells.ts");
    await output.write(() => SCRIPTS[shell]);
    return 0;
  });
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const { complete } = await import("./offers.ts");
      await complete(program, words);
    });
}
