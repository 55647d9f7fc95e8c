import { didYouMean, suggest } from "../../facts/suggest.ts";
import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";
import { type Ref, find, groupOf, namespaceOf, servicesOf, specOf } from "./objects.ts";

const RELEASES = "gateway-api-inference-extension releases v1.0.0 to v1.6.0; config/crd/bases at v1.5.0";
const POOL_GROUP = "inference.networking.k8s.io";
const OLD_GROUP = "inference.networking.x-k8s.io";

const pools = objects((model) =>
  model.objects.filter(
    (object) => object.kind === "InferencePool" && [POOL_GROUP, OLD_GROUP].includes(groupOf(object)),
  ),
);

export default rulesOn(pools, [
  {
    id: "gateway-inference-version",
    severity: "error",
    title: "InferencePools are inference.networking.k8s.io/v1",
    why: "The pool of group inference.networking.x-k8s.io is gone since v1.5.0 of the extension; the group without x has v1 only.",
    symptom: "The API server answers: no matches for kind.",
    source: RELEASES,
    fix: "Write apiVersion: inference.networking.k8s.io/v1 with selector.matchLabels, targetPorts and endpointPickerRef.",
    *check({ apiVersion }) {
      if (apiVersion !== `${POOL_GROUP}/v1`)
        yield { at: "apiVersion", found: apiVersion, expected: `${POOL_GROUP}/v1` };
    },
  },
  {
    id: "gateway-inference-picker",
    severity: "warning",
    title: "The endpoint picker of an InferencePool has a Service",
    why: "The gateway asks the picker for every request: without its Service requests fail, or are spread blindly, by failureMode.",
    source: RELEASES,
    fix: "Create the Service of the endpoint picker beside the pool, or waive this where a chart makes it.",
    *check(object, model) {
      const { endpointPickerRef: ref, extensionRef } = specOf<{ endpointPickerRef?: Ref; extensionRef?: Ref }>(object);
      const wanted = ref ?? extensionRef;
      const at = ref === undefined && extensionRef !== undefined ? "spec.extensionRef" : "spec.endpointPickerRef";
      if (wanted === undefined) {
        yield { at, found: "nothing", expected: "the Service of an endpoint picker" };
        return;
      }
      const services = servicesOf(model);
      if (find(services, wanted.name, namespaceOf(object)) !== undefined) return;
      const near = suggest(
        wanted.name,
        services.map(({ metadata }) => metadata.name),
      );
      yield {
        at,
        found: `Service ${namespaceOf(object)}/${wanted.name}, which this program does not make`,
        expected: "a Service beside the pool",
        ...(near.length === 0 ? {} : { fix: didYouMean(near) }),
      };
    },
  },
]);
