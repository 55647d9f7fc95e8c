import { PolicyPack } from "@pulumi/policy";
import { policies } from "./rules.ts";

/** Starts the pack's server; nothing else may import this file. */
export const pack = new PolicyPack("cilium-eks", { policies });
