import { documentsOf } from "../documents.ts";
import { isMap } from "../input.ts";
import { typeOfObject, withKnownName } from "../objects.ts";
import type { Instance } from "./instances.ts";

/** An object of Kubernetes, by the type that @pulumi/kubernetes gives it. */
export interface ObjectOf {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, (values: Instance["values"]) => readonly unknown[]>> = {
  kubernetes_manifest: ({ manifest }) => [manifest],
  kubectl_manifest: (values) => textsIn(values),
};

export const isObjects = (type: string): boolean => Object.hasOwn(KINDS, type);

/** Objects of `kubernetes_manifest` and of both providers of `kubectl_manifest`; undefined for one that is not known yet. */
export const objectsOf = ({ type, values }: Instance): readonly (ObjectOf | undefined)[] =>
  (KINDS[type]?.(values) ?? []).map((object) => {
    const own = typeOfObject(object);
    return own === undefined || !isMap(object) ? undefined : { type: own, props: withKnownName(object) };
  });

function textsIn({ yaml_body: body }: Instance["values"]): readonly unknown[] {
  if (typeof body !== "string") return [undefined];
  try {
    return documentsOf({ name: "yaml_body", text: body }).map(({ value }) => value);
  } catch {
    return [undefined];
  }
}
