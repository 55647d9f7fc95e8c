import { isMap } from "../input.ts";
import type { Manifest } from "./manifest.ts";

const AWS =
  /(?:^|[./])(?:aws-load-balancer|alb\.ingress|eks\.amazonaws\.com|karpenter\.k8s\.aws|service\.k8s\.aws|gateway\.k8s\.aws|elbv2\.k8s\.aws)/;

/** Whether objects are of kinds, or carry annotations, that only a cluster on AWS has. */
export const saysEks = (objects: readonly Pick<Manifest, "object">[]): boolean =>
  objects.some(
    ({ object }) =>
      /\.k8s\.aws\//.test(String(object["apiVersion"])) ||
      keysOf(object["metadata"], "annotations").some((key) => AWS.test(key)) ||
      keysOf(object["metadata"], "labels").some((key) => AWS.test(key)) ||
      infrastructure(object).some((key) => AWS.test(key)),
  );

const keysOf = (owner: unknown, key: string): string[] => {
  const inner = isMap(owner) ? owner[key] : undefined;
  return isMap(inner) ? Object.keys(inner) : [];
};

/** Annotations that a Gateway gives its Service. */
function infrastructure({ spec }: Readonly<Record<string, unknown>>): string[] {
  return isMap(spec) ? keysOf(spec["infrastructure"], "annotations") : [];
}
