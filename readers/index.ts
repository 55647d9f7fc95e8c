import { cloudformation } from "./cloudformation/index.ts";
import { eksctl } from "./eksctl/index.ts";
import { gitops } from "./gitops/index.ts";
import { helmValues } from "./helm-values/index.ts";
import { manifests } from "./manifests/index.ts";
import { pulumi } from "./pulumi/index.ts";
import type { Reader } from "./reader.ts";
import { terraform } from "./terraform/index.ts";

/** Every reader. The first that recognises a document gets it: narrow ones stand before wide ones. */
export const READERS: readonly Reader[] = [terraform, pulumi, cloudformation, gitops, eksctl, helmValues, manifests];
