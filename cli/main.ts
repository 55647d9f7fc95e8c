#!/usr/bin/env node
import { Command } from "commander";
import { registerPlan } from "./plan/index.ts";

// Subcommands load their libraries when they run: starting the command line must stay cheap.
const program = new Command("cilium-eks")
  .description("Says before anything is created whether an EKS cluster with Cilium will work.")
  .showHelpAfterError("Run with --help for the options.");

registerPlan(program);

await program.parseAsync();
