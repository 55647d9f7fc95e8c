import { readJson } from "../../../readers/json.ts";
import { terraform } from "../../../readers/terraform/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import type { ReaderCase } from "../../support/readers.ts";
import { type Written, asStates, exportOf, previewOf, secret } from "../../support/resources/as-pulumi.ts";
import { plan } from "./terraform-modules.ts";

/** The cluster of the Terraform cases as a program would register it. */
const RIGHT: readonly Written[] = asStates(asProgram());

function asProgram(): Registered[] {
  const documents = [readJson("plan.json", plan())];
  const { resources } = terraform.read(documents, { options: {}, documents, take: () => {}, isTaken: () => false });
  const urns = new Map(
    resources.map(({ resource: { urn, type, name } }) => [urn, `urn:pulumi:prod::shop::${type}::${name}`]),
  );
  const urn = (old: string): string => urns.get(old) ?? old;
  return resources.map(({ resource }) => ({
    ...resource,
    urn: urn(resource.urn),
    ...(resource.parent === undefined ? {} : { parent: urn(resource.parent) }),
    ...(resource.provider === undefined ? {} : { provider: urn(resource.provider) }),
    sources: Object.fromEntries(Object.entries(resource.sources).map(([key, all]) => [key, all.map(urn)])),
    dependencies: resource.dependencies.map(urn),
  }));
}

type Inputs = Readonly<Record<string, unknown>>;

/** The same with other inputs of the resource whose URN ends so. */
const having = (end: string, change: (inputs: Inputs) => Inputs): Written[] =>
  RIGHT.map((one) => (one.urn.endsWith(end) ? { ...one, inputs: change(one.inputs as Inputs) } : one));

const RELEASE = "Release::cilium";
const CLUSTER = "cluster:Cluster::eks";

const values = (change: (values: Inputs) => Inputs): Written[] =>
  having(RELEASE, (inputs) => ({ ...inputs, values: change(inputs["values"] as Inputs) }));

const steps = (states: readonly Written[], op = "create"): unknown[] =>
  states.map((newState) => ({ op, urn: newState.urn, newState }));

const GATEWAY: Written = {
  urn: "urn:pulumi:prod::shop::kubernetes:gateway.networking.k8s.io/v1:Gateway::web",
  type: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  custom: true,
  inputs: {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      name: "web",
      namespace: "edge",
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "external" },
    },
    spec: {
      gatewayClassName: "cilium",
      listeners: [{ name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } }],
    },
  },
};

export const PULUMI: readonly ReaderCase[] = [
  { name: "a preview of a new stack, all right", files: { "preview.json": previewOf(steps(RIGHT)) }, finds: [] },
  { name: "the same as a state", files: { "stack.json": exportOf(RIGHT) }, finds: [] },
  {
    name: "the same as a file of a backend of one's own, with inputs by secrets",
    files: {
      "prod.json": JSON.stringify({
        version: 3,
        checkpoint: {
          latest: { resources: values((all) => ({ ...all, k8sServiceHost: secret({ ciphertext: "v1:abc" }) })) },
        },
      }),
    },
    finds: [],
  },
  {
    name: "a wrong value, told with the release and its key",
    files: { "preview.json": previewOf(steps(values((all) => ({ ...all, k8sServicePort: 6443 })))) },
    finds: ["helm-values-api-port urn:pulumi:prod::shop::kubernetes:helm.sh/v3:Release::cilium k8sServicePort"],
  },
  {
    name: "a secret in a value that is wrong: not judged, and never printed",
    files: {
      "stack.json": exportOf(values((all) => ({ ...all, k8sServicePort: secret({ plaintext: '"hunter2"' }) }))),
    },
    finds: [],
    hides: ["hunter2"],
  },
  {
    name: "a preview writes what is secret as a word",
    files: { "preview.json": previewOf(steps(values((all) => ({ ...all, k8sServicePort: "[secret]" })))) },
    finds: [],
  },
  {
    name: "old and new inputs: the new ones are judged",
    files: {
      "preview.json": previewOf(
        steps(
          having(CLUSTER, (inputs) => ({ ...inputs, version: "1.34" })),
          "update",
        ).map((step) => ({
          ...(step as object),
          oldState: { inputs: { version: "1.20", bootstrapSelfManagedAddons: true } },
        })),
      ),
    },
    finds: [],
  },
  {
    name: "a replacement, of which old and new are told, and something that goes",
    files: {
      "preview.json": previewOf([
        ...steps(
          RIGHT.filter(({ urn }) => !urn.endsWith(CLUSTER)),
          "same",
        ),
        ...RIGHT.filter(({ urn }) => urn.endsWith(CLUSTER)).flatMap((state) => [
          { op: "create-replacement", urn: state.urn, newState: state },
          { op: "replace", urn: state.urn, oldState: state, newState: state },
          { op: "delete-replaced", urn: state.urn, oldState: { ...state, inputs: {} } },
        ]),
        { op: "delete", urn: GATEWAY.urn, oldState: GATEWAY },
      ]),
    },
    finds: [],
  },
  {
    name: "add-ons of EKS beside Cilium, and CONFIG_MAP",
    files: {
      "preview.json": previewOf(
        steps(
          having(CLUSTER, (inputs) => ({
            ...inputs,
            bootstrapSelfManagedAddons: true,
            accessConfig: { authenticationMode: "CONFIG_MAP" },
          })),
        ),
      ),
    },
    finds: [
      "control-plane-authentication-mode urn:pulumi:prod::shop::aws:eks/cluster:Cluster::eks",
      "control-plane-bootstrap-addons urn:pulumi:prod::shop::aws:eks/cluster:Cluster::eks",
    ],
  },
  {
    name: "a release that waits, and nodes that wait for it",
    files: {
      "preview.json": previewOf(steps(having(RELEASE, (inputs) => ({ ...inputs, skipAwait: false, atomic: true })))),
    },
    finds: [
      "lifecycle-release-atomic urn:pulumi:prod::shop::kubernetes:helm.sh/v3:Release::cilium atomic",
      "lifecycle-release-await urn:pulumi:prod::shop::kubernetes:helm.sh/v3:Release::cilium skipAwait",
    ],
  },
  {
    name: "a Gateway with the annotation in its own metadata",
    files: {
      "preview.json": previewOf(steps([...values((all) => ({ ...all, gatewayAPI: { enabled: true } })), GATEWAY])),
    },
    finds: [
      "gateway-annotation-place urn:pulumi:prod::shop::kubernetes:gateway.networking.k8s.io/v1:Gateway::web metadata.annotations.service.beta.kubernetes.io/aws-load-balancer-type",
      "gateway-load-balancer-class urn:pulumi:prod::shop::kubernetes:gateway.networking.k8s.io/v1:Gateway::web spec.infrastructure.annotations",
      "gateway-load-balancer-scheme urn:pulumi:prod::shop::kubernetes:gateway.networking.k8s.io/v1:Gateway::web spec.infrastructure.annotations.service.beta.kubernetes.io/aws-load-balancer-scheme",
      "versions-gateway-api-present urn:pulumi:prod::shop::kubernetes:helm.sh/v3:Release::cilium gatewayAPI.enabled",
    ],
  },
  {
    name: "what stays the same is left out of a preview, and not taken for absent",
    files: {
      "preview.json": previewOf(
        steps(
          RIGHT.filter(({ urn }) => urn.endsWith(RELEASE)),
          "update",
        ),
        { changeSummary: { update: 1, same: 41 } },
      ),
    },
    finds: [],
    notes: ["leaves out 41 resources that do not change", "--show-sames"],
  },
  {
    name: "a preview that ended in an error",
    files: {
      "preview.json": previewOf(steps(RIGHT.slice(0, 9)), {
        diagnostics: [{ message: "error: no value for aws:region", severity: "error" }],
      }),
    },
    finds: [],
    notes: ["ended in an error"],
  },
  {
    name: "a component of the eks package with its defaults",
    files: {
      "preview.json": previewOf(
        steps([
          {
            urn: "urn:pulumi:dev::demo::eks:index:Cluster::demo",
            type: "eks:index:Cluster",
            custom: false,
            inputs: { version: "1.34", instanceType: "t3.medium" },
          },
          {
            urn: "urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium",
            type: "kubernetes:helm.sh/v3:Release",
            custom: true,
            inputs: {
              chart: "cilium",
              version: "1.19.6",
              namespace: "kube-system",
              values: { eni: { enabled: true }, ipam: { mode: "eni" } },
            },
            propertyDependencies: {},
            dependencies: ["urn:pulumi:dev::demo::eks:index:Cluster::demo"],
          },
        ]),
      ),
    },
    finds: [
      "control-plane-authentication-mode urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "control-plane-bootstrap-addons urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "control-plane-coredns-with-cluster urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "control-plane-service-cidr-given urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "control-plane-upgrade-policy urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "control-plane-vpc-cni urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "datapath-masquerade-explicit urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium enableIPv4Masquerade",
      "helm-values-hubble-certificates urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium hubble.tls.auto.method",
      "helm-values-operator-replicas urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium operator.replicas",
      "helm-values-roll-out urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium operator.rollOutPods",
      "helm-values-roll-out urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium rollOutCiliumPods",
      "identity-operator-role-present urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium eni.iamRole",
      "lifecycle-nodes-after-cilium urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "lifecycle-release-await urn:pulumi:dev::demo::kubernetes:helm.sh/v3:Release::cilium skipAwait",
      "nodes-disk-encrypted urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "nodes-taint-present urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "security-deletion-protection urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "security-endpoint-open urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "security-logs-complete urn:pulumi:dev::demo::eks:index:Cluster::demo",
      "security-secrets-key urn:pulumi:dev::demo::eks:index:Cluster::demo",
    ],
  },
];
