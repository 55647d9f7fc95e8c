import type { ClusterModel } from "../../model/index.ts";
import { GATEWAY_GROUP, namespaceOf, ofKind, specOf } from "./objects.ts";

interface GrantSpec {
  readonly from?: readonly { readonly group?: string; readonly kind: string; readonly namespace: string }[];
  readonly to?: readonly { readonly group?: string; readonly kind: string; readonly name?: string }[];
}

/** Whether an object may name another one: of its own namespace always, of others by a ReferenceGrant that lies there. */
export function isGranted(
  { objects }: ClusterModel,
  from: { readonly kind: string; readonly namespace: string },
  to: { readonly kind: string; readonly name: string; readonly namespace?: string },
): boolean {
  if (to.namespace === undefined || to.namespace === from.namespace) return true;
  return ofKind(objects, GATEWAY_GROUP, "ReferenceGrant")
    .filter((grant) => namespaceOf(grant) === to.namespace)
    .some((grant) => {
      const { from: givers = [], to: targets = [] } = specOf<GrantSpec>(grant);
      return (
        givers.some(
          ({ group, kind, namespace }) => group === GATEWAY_GROUP && kind === from.kind && namespace === from.namespace,
        ) &&
        targets.some(({ kind, name }) => kind === to.kind && (name === undefined || name === "" || name === to.name))
      );
    });
}
