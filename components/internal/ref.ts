import type * as pulumi from "@pulumi/pulumi";
import type { Ref } from "../../core/settings/index.ts";

/** A ref as the SDK's input. Core may not import the SDK, so its type only looks like an Output; here it is one. */
export const asInput = (ref: Ref): pulumi.Input<string> => ref as pulumi.Input<string>;
