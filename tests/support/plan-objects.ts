import { READ_NOTE } from "../../cli/plan/run.ts";
import type { PlanDocument } from "../../cli/plan/types.ts";
import type { KubeObject } from "./kube-client.ts";
import { planOf } from "./plans.ts";

export interface PlannedObjects {
  readonly objects: readonly KubeObject[];
  readonly patches: readonly KubeObject[];
}

/** Objects that a plan shows as they will be sent: its Kubernetes resources, charts and files of CRDs left out. */
export function objectsOfPlan(file: string): PlannedObjects {
  const { stdout, stderr } = planOf(file);
  if (stderr !== "") throw new Error(stderr);
  const { resources } = JSON.parse(stdout) as PlanDocument;
  const sent = resources
    .filter(({ type, note }) => /^kubernetes:(?!helm|yaml)/.test(type) && note !== READ_NOTE)
    .map(({ type, inputs }) => ({ type, object: known(inputs) as KubeObject }));
  const isPatch = ({ type }: { type: string }) => type.endsWith("Patch");
  return {
    objects: sent.filter((one) => !isPatch(one)).map(({ object }) => object),
    patches: sent.filter(isPatch).map(({ object }) => object),
  };
}

/** What only a deployment knows stands there as a value of the same form. */
const known = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll('"stringData":"[secret]"', '"stringData":{"key":"secret"}')
      .replaceAll(
        /"subnetSelectorTerms":\[(?:,?\{"id":"\[unknown\]"\})+\]/g,
        '"subnetSelectorTerms":[{"id":"subnet-1"}]',
      )
      .replaceAll('"securityGroupSelectorTerms":[{"id":"[unknown]"}]', '"securityGroupSelectorTerms":[{"id":"sg-1"}]')
      .replaceAll('"[unknown]"', '"1"')
      .replaceAll('"[secret]"', '"secret"'),
  );

/** What a patch finds: a workload as the Cilium chart makes it, or CoreDNS's Service. */
export function patched({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const labels = { app: metadata.name };
  const place = { name: metadata.name, namespace: metadata.namespace ?? "kube-system" };
  if (kind === "Service")
    return {
      apiVersion,
      kind,
      metadata: place,
      spec: { selector: labels, ports: [{ name: "dns", port: 53, protocol: "UDP" }] },
    };
  const template = { metadata: { labels }, spec: { containers: [{ name: "one", image: "one" }] } };
  return { apiVersion, kind, metadata: place, spec: { selector: { matchLabels: labels }, template } };
}
