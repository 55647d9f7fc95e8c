import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";
import { ciliumGateways } from "./subjects.ts";
import { Values, shown } from "../common.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { groupOf, namespaceOf, specOf } from "./objects.ts";

/** Group that guides name and that no release ever had. */
const WRONG_INFERENCE_GROUP = "inference.gateway.networking.k8s.io";
const INFERENCE_GROUPS: readonly string[] = [
  WRONG_INFERENCE_GROUP,
  "inference.networking.k8s.io",
  "inference.networking.x-k8s.io",
];

/** Annotations and resources of pods that the VPC CNI and its controller act on. */
const VPC_CNI = /^vpc\.amazonaws\.com\/(?:security-groups|pod-eni|pod-ips|PrivateIPv4Address)/;

interface PodTemplate {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, unknown>> };
  readonly spec?: {
    readonly containers?: readonly {
      readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> };
    }[];
  };
}

/** Pods that an object makes, with their field. */
function podsOf(object: KubernetesObject): [string, PodTemplate][] {
  if (object.kind === "Pod") return [["", object]];
  const spec = specOf<{ template?: PodTemplate; jobTemplate?: { spec?: { template?: PodTemplate } } }>(object);
  return [
    ...(spec.template === undefined ? [] : ([["spec.template.", spec.template]] as [string, PodTemplate][])),
    ...(spec.jobTemplate?.spec?.template === undefined
      ? []
      : ([["spec.jobTemplate.spec.template.", spec.jobTemplate.spec.template]] as [string, PodTemplate][])),
  ];
}

const WORKLOADS: readonly string[] = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"];

/** Names of Services and label values have at most 63 characters (Kubernetes: names, labels). */
const MAX_SERVICE_NAME = 63;
const SERVICE_PREFIX = "cilium-gateway-";

export default [
  ...rulesOn(
    objects((model) => model.objects.filter((object) => INFERENCE_GROUPS.includes(groupOf(object)))),
    [
      {
        id: "gateway-inference-api",
        severity: "error",
        title: "Inference pools are written in an API that is there",
        why: "The API server refuses the object: the group of many guides never existed, and InferenceModel is gone since the API is stable.",
        source: "gateway-api-inference-extension config/crd at v1.5.0; cilium/cilium#48813 (open)",
        fix: "Write InferencePool in inference.networking.k8s.io/v1, and InferenceObjective for InferenceModel.",
        *check(object) {
          if (groupOf(object) === WRONG_INFERENCE_GROUP)
            yield {
              at: "apiVersion",
              found: object.apiVersion,
              expected: "inference.networking.k8s.io/v1",
              fix: "Write InferencePool in inference.networking.k8s.io/v1; its selector and targetPorts have another form there.",
            };
          else if (object.kind === "InferenceModel")
            yield {
              at: "kind",
              found: "InferenceModel, which the bundles no longer have",
              expected: "InferenceObjective, or nothing",
              fix: "Write an InferenceObjective, and route by the model's header.",
            };
        },
      },
    ],
  ),
  ...rulesOn(
    objects((model) => model.objects.filter(({ kind }) => WORKLOADS.includes(kind) || kind === "SecurityGroupPolicy")),
    [
      {
        id: "gateway-vpc-cni-features",
        severity: "error",
        title: "Nothing asks for what only the VPC CNI does",
        why: "Under Cilium's ENI mode pods share the security groups of their ENI: annotations are ignored, and nobody hands out vpc.amazonaws.com/pod-eni. Pods stand open, or do not start.",
        symptom: "A pod that asks for vpc.amazonaws.com/pod-eni is never scheduled.",
        source: "EKS user guide: security-groups-for-pods; Cilium docs: network/concepts/ipam/eni",
        also: ["cilium"],
        fix: "Choose groups by securityGroupTags of the ENIs, or of a node group's pods, and write network policies for single pods.",
        *check(object, { cilium }) {
          if (cilium === undefined || !new Values(cilium).eni) return;
          if (object.kind === "SecurityGroupPolicy") {
            if (groupOf(object) === "vpcresources.k8s.aws")
              yield {
                at: "kind",
                found: "SecurityGroupPolicy",
                expected: "security groups of ENIs, or network policies",
              };
            return;
          }
          for (const [at, { metadata, spec }] of podsOf(object)) {
            for (const key of Object.keys(metadata?.annotations ?? {}).filter((one) => VPC_CNI.test(one)))
              yield { at: `${at}metadata.annotations.${key}`, found: key, expected: "nothing of the VPC CNI" };
            for (const [index, { resources }] of (spec?.containers ?? []).entries()) {
              for (const key of Object.keys(resources?.limits ?? {}).filter((one) => VPC_CNI.test(one)))
                yield {
                  at: `${at}spec.containers.${String(index)}.resources.limits.${key}`,
                  found: `${key}: ${shown(resources?.limits?.[key])}`,
                  expected: "nothing of the VPC CNI",
                };
            }
          }
        },
      },
    ],
  ),
  ...rulesOn(ciliumGateways, [
    {
      id: "gateway-name-length",
      severity: "warning",
      title: "A Gateway's name fits into the name of its Service",
      why: "Cilium shortens a longer one by a hash, in the Service's name and in its label: selectors, alerts and dashboards that are made from the Gateway's name find nothing.",
      symptom: "The Service of the Gateway has a name that ends in a hash.",
      source: "cilium/cilium operator/pkg/model/translation/gateway-api/translator.go",
      fix: "Shorten the name before the Gateway exists.",
      *check(gateway) {
        const most = MAX_SERVICE_NAME - SERVICE_PREFIX.length;
        const { name } = gateway.metadata;
        if (name.length <= most) return;
        yield {
          at: "metadata.name",
          found: `${String(name.length)} characters, in ${namespaceOf(gateway)}`,
          expected: `at most ${String(most)}`,
        };
      },
    },
  ]),
];
