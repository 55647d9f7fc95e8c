import type { ReaderCase } from "../../support/readers.ts";
import { RIGHT } from "./helm-values.cases.ts";

const indented = (text: string, by: number): string => text.trimEnd().replaceAll(/^/gm, " ".repeat(by));
const BROKEN = RIGHT.replace("443", "6443");

const application = (helm: string, { version = "1.19.6" } = {}): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cilium, namespace: argocd }
spec:
  project: default
  destination: { namespace: kube-system, server: https://kubernetes.default.svc }
  source:
    repoURL: https://helm.cilium.io
    chart: cilium
    targetRevision: ${version}
    helm:
${indented(helm, 6)}
`;

const release = (spec: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cilium, namespace: kube-system }
spec:
  interval: 10m
${indented(spec, 2)}
`;

const FROM_REPOSITORY = `chart:
  spec:
    chart: cilium
    version: 1.19.6
    sourceRef: { kind: HelmRepository, name: cilium, namespace: flux-system }
`;

const REPOSITORY = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: cilium, namespace: flux-system }
spec: { url: https://helm.cilium.io }
`;

const configMap = (values: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: cilium-values, namespace: kube-system }
data:
  values.yaml: |
${indented(values, 4)}
`;

const helmfile = (release: string, version = "1.19.6"): string => `repositories:
  - { name: cilium, url: https://helm.cilium.io }
releases:
  - name: cilium
    namespace: kube-system
    chart: cilium/cilium
    version: ${version}
${indented(release, 4)}
`;

const kustomization = (chart: string): string => `namespace: kube-system
helmCharts:
  - name: cilium
    repo: https://helm.cilium.io
    releaseName: cilium
    version: 1.19.6
${indented(chart, 4)}
`;

export const GITOPS: readonly ReaderCase[] = [
  {
    name: "an Application with valuesObject, all right",
    files: { "app.yaml": application(`valuesObject:\n${indented(RIGHT, 2)}`) },
    finds: [],
  },
  {
    name: "an Application with values as text: told at its line",
    files: { "app.yaml": application(`values: |\n${indented(BROKEN, 2)}`) },
    finds: ["helm-values-api-port app.yaml:14:9"],
  },
  {
    name: "valuesObject in place of values",
    files: { "app.yaml": application(`values: "tunnel: disabled"\nvaluesObject:\n${indented(RIGHT, 2)}`) },
    finds: [],
  },
  {
    name: "parameters over the values, one of them text by force",
    files: {
      "app.yaml": application(
        `valuesObject:\n${indented(RIGHT, 2)}\nparameters:\n  - { name: k8sServicePort, value: "6443" }\n  - { name: hubble.enabled, value: "true", forceString: true }`,
      ),
    },
    finds: ["helm-values-api-port app.yaml:30:35", "helm-values-type app.yaml:31:35"],
  },
  {
    name: "a version that must not be used",
    files: { "app.yaml": application(`valuesObject:\n${indented(RIGHT, 2)}`, { version: "1.20.0" }) },
    finds: ["versions-cilium-usable app.yaml:10:5"],
  },
  {
    name: "two sources, the values in a file that was given",
    files: {
      "apps/cilium.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cilium }
spec:
  destination: { namespace: kube-system }
  sources:
    - repoURL: https://helm.cilium.io
      chart: cilium
      targetRevision: 1.19.6
      helm: { valueFiles: [$values/clusters/prod/cilium.yaml] }
    - { repoURL: https://git.acme.io/platform, targetRevision: main, ref: values }
`,
      "clusters/prod/cilium.yaml": BROKEN,
    },
    finds: ["helm-values-api-port clusters/prod/cilium.yaml:2:1"],
  },
  {
    name: "a values file that was not given: nothing is said of values, but that",
    files: { "app.yaml": application("valueFiles: [values-prod.yaml]\nvalues: |\n  tunnel: disabled\n") },
    finds: [],
    notes: ["names the values file values-prod.yaml, which was not given"],
  },
  {
    name: "an ApplicationSet whose generator fills in the endpoint",
    files: {
      "set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: cilium }
spec:
  goTemplate: true
  generators: [{ clusters: {} }]
  template:
    metadata: { name: "cilium-{{ .name }}" }
    spec:
      destination: { namespace: kube-system, server: "{{ .server }}" }
      source:
        repoURL: https://helm.cilium.io
        chart: cilium
        targetRevision: 1.19.6
        helm:
          valuesObject:
${indented(RIGHT.replace("0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com", '"{{ .metadata.annotations.endpoint }}"'), 12)}
            tunnel: disabled
`,
    },
    finds: ["helm-values-key-fails set.yaml:33:13"],
  },
  {
    name: "a HelmRelease of a HelmRepository, all right",
    files: { "cilium.yaml": `${REPOSITORY}---\n${release(`${FROM_REPOSITORY}values:\n${indented(RIGHT, 2)}`)}` },
    finds: [],
  },
  {
    name: "a HelmRelease of an OCIRepository: its tag is the version",
    files: {
      "cilium.yaml": `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: charts }
spec: { url: oci://quay.io/cilium/charts/cilium, ref: { tag: 1.20.1 } }
---
${release(`chartRef: { kind: OCIRepository, name: charts }\nvalues:\n${indented(RIGHT, 2)}`)}`,
    },
    finds: ["versions-cilium-usable cilium.yaml:11:3"],
  },
  {
    name: "valuesFrom a ConfigMap among what was given, told at its line there, and values over it",
    files: {
      "release.yaml": release(
        `${FROM_REPOSITORY}valuesFrom: [{ kind: ConfigMap, name: cilium-values }]\nvalues: { routingMode: native, MTU: "9001" }`,
      ),
      "values-cm.yaml": configMap(BROKEN),
    },
    finds: ["helm-values-api-port values-cm.yaml:7:5", "helm-values-type release.yaml:12:34"],
  },
  {
    name: "valuesFrom a ConfigMap that kustomize generates from a file",
    files: {
      "release.yaml": release(
        `${FROM_REPOSITORY}valuesFrom: [{ kind: ConfigMap, name: cilium-values, valuesKey: values.yaml }]`,
      ),
      "kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator:\n  - name: cilium-values\n    files: [values.yaml=cilium-values.yaml]\n",
      "cilium-values.yaml": BROKEN,
    },
    finds: ["helm-values-api-port cilium-values.yaml:2:1"],
  },
  {
    name: "valuesFrom a Secret that was not given",
    files: {
      "release.yaml": release(
        `${FROM_REPOSITORY}valuesFrom: [{ kind: Secret, name: cilium }]\nvalues: { tunnel: disabled }`,
      ),
    },
    finds: [],
    notes: ["takes values from Secret cilium, which was not given"],
  },
  {
    name: "a targetPath",
    files: {
      "release.yaml": release(
        `${FROM_REPOSITORY}valuesFrom: [{ kind: ConfigMap, name: cluster, valuesKey: port, targetPath: k8sServicePort }]\nvalues:\n${indented(RIGHT.replace("k8sServicePort: 443\n", ""), 2)}`,
      ),
      "cluster.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cluster }\ndata: { port: '6443' }\n",
    },
    finds: ["helm-values-api-port cluster.yaml:4:9"],
  },
  {
    name: "charts of others: the load balancer controller without Region and VPC",
    files: {
      "alb.yaml": release(
        "chart: { spec: { chart: aws-load-balancer-controller, version: 1.14.0 } }\nvalues: { clusterName: shop }",
      ).replace("name: cilium", "name: alb"),
      "values.yaml": RIGHT,
    },
    finds: ["gateway-controller-place alb.yaml:7:3", "gateway-controller-webhook alb.yaml:7:3"],
  },
  {
    name: "a helmfile with values in the file and in another, all right",
    files: {
      "helmfile.yaml": helmfile(`values:\n  - cilium/values.yaml\n  - hubble: { relay: { enabled: true } }`),
      "cilium/values.yaml": RIGHT,
    },
    finds: [],
  },
  {
    name: "a helmfile whose set goes over its values, told at its line",
    files: {
      "helmfile.yaml": helmfile(
        `values:\n  - cilium.yaml\nset:\n  - { name: k8sServicePort, value: 6443 }\nsetString:\n  - { name: hubble.enabled, value: "true" }`,
      ),
      "cilium.yaml": RIGHT,
    },
    finds: ["helm-values-api-port helmfile.yaml:11:33", "helm-values-type helmfile.yaml:13:33"],
  },
  {
    name: "a helmfile with a version that a template fills in, and a template that it inherits",
    files: {
      "helmfile.yaml": helmfile(
        `inherit:\n  - template: default\nvalues:\n  - k8sServicePort: {{ .Values.port }}\n    eni: { enabled: true }`,
        "{{ .Values.version }}",
      ),
    },
    finds: [],
    notes: ["what inherit of a release adds was not seen"],
  },
  {
    name: "a release of a helmfile that is not installed",
    files: { "helmfile.yaml": helmfile(`installed: false\nvalues:\n  - ipam: { mode: kubernets }`) },
    finds: [],
  },
  {
    name: "a chart of kustomize, its inline values over the file's",
    files: {
      "kustomization.yaml": kustomization(`valuesFile: cilium.yaml\nvaluesInline: { k8sServicePort: 443 }`),
      "cilium.yaml": BROKEN,
    },
    finds: [],
  },
  {
    name: "a chart of kustomize whose file goes over its inline values, and patches",
    files: {
      "kustomization.yaml": `${kustomization(`valuesFile: cilium.yaml\nvaluesMerge: merge\nvaluesInline: { k8sServicePort: 443 }`)}patches: [{ path: a.yaml }]\n`,
      "cilium.yaml": BROKEN,
    },
    finds: ["helm-values-api-port cilium.yaml:2:1"],
    notes: ["what patches change was not seen"],
  },
  {
    name: "a chart of kustomize with inline values alone, and one more file over all",
    files: {
      "kustomization.yaml": kustomization(
        `valuesFile: gone.yaml\nvaluesMerge: replace\nadditionalValuesFiles: [more.yaml]\nvaluesInline:\n${indented(RIGHT, 2)}`,
      ),
      "more.yaml": "k8sServicePort: 6443\n",
    },
    finds: ["helm-values-api-port more.yaml:1:1"],
  },
  {
    name: "a values file of kustomize that was not given",
    files: { "kustomization.yaml": kustomization("valuesFile: cilium.yaml") },
    finds: [],
    notes: ["names the values file cilium.yaml, which was not given"],
  },
];
