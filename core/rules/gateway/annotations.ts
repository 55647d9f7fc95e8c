import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";
import { ciliumGateways, gateways, loadBalancers } from "./subjects.ts";
import { gatewayApiBundle } from "../../facts/gateway-api.ts";
import {
  ANNOTATION_KEYS,
  AnnotationVerdict,
  isLoadBalancerKey,
  evaluateAnnotation,
} from "../../facts/load-balancer-annotations.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { shown } from "../common.ts";
import { type GatewaySpec, specOf } from "./objects.ts";

const LBC = "aws-load-balancer-controller pkg/annotations/constants.go; docs/guide/service/annotations.md";
const PLACE = "cilium/cilium operator/pkg/model/translation/gateway-api/translator.go; cilium/cilium#34116, #36792";

/** Read from the Gateway, by controllers that do not look at the Service. */
const READ_FROM_GATEWAY = /^(?:cert-manager\.io|external-dns\.(?:alpha\.)?kubernetes\.io)\//;

/** Most labels that `spec.infrastructure` takes, in every bundle (gateway-api config/crd). */
const MAX_LABELS = 8;

export default [
  ...rulesOn(ciliumGateways, [
    {
      id: "gateway-annotation-place",
      severity: "error",
      title: "A Gateway's load balancer annotations are in spec.infrastructure",
      why: "Cilium copies only these to the Service. In metadata they reach nobody: the load balancer is then built with the defaults.",
      source: PLACE,
      fix: "Move it to spec.infrastructure.annotations.",
      *check({ metadata }) {
        for (const key of Object.keys(metadata.annotations ?? {}).filter(isLoadBalancerKey)) {
          yield {
            at: `metadata.annotations.${key}`,
            found: `${key} in metadata`,
            expected: "spec.infrastructure.annotations",
          };
        }
      },
    },
    {
      id: "gateway-annotation-of-gateway",
      severity: "error",
      title: "Annotations of cert-manager and external-dns are on the Gateway itself",
      why: "Both read the Gateway's metadata. In spec.infrastructure they are copied to the Service: no certificate is made, no name is set.",
      source: "cert-manager docs: usage/gateway; external-dns docs/sources/gateway-api.md",
      fix: "Move it to metadata.annotations.",
      *check(gateway) {
        const { infrastructure } = specOf<GatewaySpec>(gateway);
        for (const key of Object.keys(infrastructure?.annotations ?? {}).filter((one) => READ_FROM_GATEWAY.test(one))) {
          yield {
            at: `spec.infrastructure.annotations.${key}`,
            found: `${key} in spec.infrastructure`,
            expected: "metadata.annotations",
          };
        }
      },
    },
  ]),
  ...rulesOn(gateways, [
    {
      id: "gateway-annotation-count",
      severity: "error",
      title: "spec.infrastructure holds no more annotations and labels than the bundle allows",
      why: "The API server refuses the Gateway.",
      source: "gateway-api config/crd at v1.4.1 (8 annotations) and v1.6.1 (16)",
      also: ["gatewayApi"],
      fix: "Join attributes in one annotation, put the class into a CiliumGatewayClassConfig, and leave out labels.",
      *check(gateway, { gatewayApi }) {
        const { infrastructure } = specOf<GatewaySpec>(gateway);
        const bundle = gatewayApi?.bundle === undefined ? undefined : gatewayApiBundle(gatewayApi.bundle);
        const count = Object.keys(infrastructure?.annotations ?? {}).length;
        if (bundle !== undefined && count > bundle.maxInfrastructureAnnotations) {
          yield {
            at: "spec.infrastructure.annotations",
            found: `${String(count)} annotations`,
            expected: `at most ${String(bundle.maxInfrastructureAnnotations)} with bundle ${bundle.version}`,
            fix: "Put the class into a CiliumGatewayClassConfig, which spares aws-load-balancer-type, and join attributes in one annotation.",
          };
        }
        const labels = Object.keys(infrastructure?.labels ?? {}).length;
        if (labels > MAX_LABELS) {
          yield {
            at: "spec.infrastructure.labels",
            found: `${String(labels)} labels`,
            expected: `at most ${String(MAX_LABELS)}`,
            fix: "Remove labels, or tag the load balancer by aws-load-balancer-additional-resource-tags.",
          };
        }
      },
    },
  ]),
  ...rulesOn(loadBalancers, [
    {
      id: "gateway-annotation-known",
      severity: "error",
      title: "Load balancer annotations are ones that the controller reads",
      why: "A misspelt annotation is ignored without a word.",
      source: LBC,
      fix: "Spell the annotation as the controller does, or remove it.",
      *check(balancer) {
        for (const key of Object.keys(balancer.annotations)) {
          if (evaluateAnnotation(key).verdict !== AnnotationVerdict.Unknown) continue;
          yield {
            at: `${balancer.at}.${key}`,
            found: key,
            expected: "an annotation of the AWS Load Balancer Controller",
            fix: didYouMean(suggest(key, ANNOTATION_KEYS)) || "Remove it.",
          };
        }
      },
    },
    {
      id: "gateway-annotation-in-tree",
      severity: "error",
      title: "No annotation is for EKS's own controller only",
      why: "The AWS Load Balancer Controller ignores it without a word: draining, idle timeout and groups stay at their defaults.",
      source: `${LBC}; cloud-provider-aws docs: service_controller`,
      fix: "Write what the AWS Load Balancer Controller reads in its place.",
      *check(balancer) {
        for (const key of Object.keys(balancer.annotations)) {
          const { verdict, instead = "" } = evaluateAnnotation(key);
          if (verdict !== AnnotationVerdict.InTreeOnly) continue;
          yield { at: `${balancer.at}.${key}`, found: key, expected: instead, fix: `Write ${instead}.` };
        }
      },
    },
    {
      id: "gateway-annotation-deprecated",
      severity: "warning",
      title: "No annotation is deprecated",
      why: "Deprecated ones are read today, and lose against what takes their place.",
      source: LBC,
      fix: "Write what takes its place.",
      *check(balancer) {
        for (const key of Object.keys(balancer.annotations)) {
          const { verdict, instead = "" } = evaluateAnnotation(key);
          if (verdict !== AnnotationVerdict.Deprecated) continue;
          yield { at: `${balancer.at}.${key}`, found: key, expected: instead, fix: `Write ${instead}.` };
        }
      },
    },
  ]),
  ...rulesOn(
    objects((model) => model.objects.filter(({ kind }) => kind === "Gateway" || kind === "Service")),
    [
      {
        id: "gateway-annotation-text",
        severity: "error",
        title: "Annotation values are text",
        why: "The API server refuses numbers and booleans in annotations.",
        source: "Kubernetes API: ObjectMeta.annotations; gateway-api config/crd",
        fix: "Write the value in quotes.",
        *check(object) {
          const places = [
            ["metadata.annotations", object.metadata.annotations],
            ["spec.infrastructure.annotations", specOf<GatewaySpec>(object).infrastructure?.annotations],
          ] as const;
          for (const [at, annotations] of places) {
            for (const [key, value] of Object.entries<unknown>(annotations ?? {})) {
              if (typeof value === "string") continue;
              yield {
                at: `${at}.${key}`,
                found: `${shown(value)}, a ${typeof value}`,
                expected: "text",
                fix: `Write it in quotes: "${shown(value)}".`,
              };
            }
          }
        },
      },
    ],
  ),
];
