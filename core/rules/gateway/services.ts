import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import { selects } from "./admission.ts";
import { namespaceOf, specOf } from "./objects.ts";
import { kinds } from "./subjects.ts";

const WORKLOADS: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Rollout"];

type Labels = Readonly<Record<string, string>>;

/** Labels of the pods that the program makes in a namespace. */
const podsIn = ({ objects = [] }: ClusterModel, namespace: string): Labels[] =>
  objects.filter((object) => WORKLOADS.includes(object.kind) && namespaceOf(object) === namespace).map(labelsOf);

function labelsOf(object: KubernetesObject): Labels {
  if (object.kind === "Pod") return object.metadata.labels ?? {};
  return specOf<{ template?: { metadata?: { labels?: Labels } } }>(object).template?.metadata?.labels ?? {};
}

export default rulesOn(kinds("", "Service"), [
  {
    id: "gateway-service-selector",
    severity: "warning",
    title: "The selector of a Service is not misspelt",
    why: "A Service whose labels no pod has has no endpoints: everything that leads to it, routes and load balancers, fails.",
    symptom: "`kubectl get endpointslices` shows no address, and clients of a Gateway get 503.",
    source: "Kubernetes docs: services-networking/service, Defining a Service",
    fix: "Write the labels of the pods' template, or waive this where another program makes the pods.",
    *check(service, model) {
      const { selector } = specOf<{ selector?: Labels }>(service);
      const wanted = Object.entries(selector ?? {});
      if (selector === undefined || wanted.length === 0) return;
      const pods = podsIn(model, namespaceOf(service));
      if (pods.some((labels) => selects({ matchLabels: selector }, labels))) return;
      for (const [key, value] of wanted) {
        // Pods of other programs are none of our business: only what is nearly there is a slip.
        const near = suggest(
          value,
          pods.flatMap((labels) => labels[key] ?? []),
        ).filter((one) => one !== value);
        if (near.length === 0) continue;
        yield {
          at: `spec.selector.${key}`,
          found: `${value}, which no pod of the program has`,
          expected: near.join(" or "),
          fix: didYouMean(near),
        };
      }
    },
  },
]);
