import type { ReaderCase } from "../../support/readers.ts";

/** Values for EKS in which nothing is wrong. */
export const RIGHT = `k8sServiceHost: 0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com
k8sServicePort: 443
kubeProxyReplacement: true
eni:
  enabled: true
ipam:
  mode: eni
routingMode: native
enableIPv4Masquerade: false
rollOutCiliumPods: true
operator:
  rollOutPods: true
hubble:
  tls:
    auto:
      method: cronJob
`;

const CHART = "apiVersion: v2\nname: platform\nversion: 0.1.0\ndependencies:\n  - name: cilium\n";

export const HELM_VALUES: readonly ReaderCase[] = [
  { name: "right values in ENI mode", files: { "values.yaml": RIGHT }, finds: [] },
  {
    name: "right values, chained to the VPC CNI",
    files: {
      "values.yaml": `cni: { chainingMode: aws-cni, exclusive: false }
enableIPv4Masquerade: false
routingMode: native
endpointRoutes: { enabled: true }
rollOutCiliumPods: true
operator: { rollOutPods: true }
hubble: { tls: { auto: { method: cronJob } } }
`,
    },
    finds: [],
  },
  {
    name: "right values for Talos, which must not be told of EKS",
    files: {
      "values.yaml": `ipam:
  mode: kubernetes
kubeProxyReplacement: true
securityContext:
  capabilities:
    ciliumAgent: [CHOWN, KILL, NET_ADMIN, NET_RAW, IPC_LOCK, SYS_ADMIN, SYS_RESOURCE, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    cleanCiliumState: [NET_ADMIN, SYS_ADMIN, SYS_RESOURCE]
cgroup:
  autoMount:
    enabled: false
  hostRoot: /sys/fs/cgroup
k8sServiceHost: localhost
k8sServicePort: 7445
`,
    },
    finds: [],
    notes: ["Nothing here says that the cluster runs on EKS"],
  },
  {
    name: "right values for GKE",
    files: {
      "values.yaml":
        "gke: { enabled: true }\nnodeinit: { enabled: true, reconfigureKubelet: true, removeCbrBridge: true }\ncni: { binPath: /home/kubernetes/bin }\nipam: { mode: kubernetes }\nipv4NativeRoutingCIDR: 10.4.0.0/14\n",
    },
    finds: [],
  },
  {
    name: "values of an older k3s guide: a switch that is gone",
    files: {
      "values.yaml":
        "kubeProxyReplacement: true\noperator: { replicas: 1 }\nl2announcements: { enabled: true }\nexternalIPs: { enabled: true }\ningressController: { enabled: true }\n",
    },
    finds: ["helm-values-key-moved values.yaml:4:16"],
  },
  {
    name: "the values of a guide of 2021",
    files: {
      "values.yaml": `eni:
  enabled: true
ipam:
  mode: eni
egressMasqueradeInterfaces: eth0
tunnel: disabled
nodeinit:
  enabled: true
kubeProxyReplacement: strict
k8sServiceHost: https://0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com
`,
    },
    finds: [
      "datapath-masquerade-explicit values.yaml:1:1",
      "datapath-masquerade-interfaces values.yaml:5:1",
      "helm-values-api-port values.yaml:1:1",
      "helm-values-choice values.yaml:9:1",
      "helm-values-hubble-certificates values.yaml:1:1",
      "helm-values-key-fails values.yaml:6:1",
      "helm-values-roll-out values.yaml:1:1",
    ],
  },
  {
    name: "a later file that mends an earlier one, and null that takes a key away",
    files: {
      "values.yaml": `${RIGHT}tunnel: disabled\nmtu: 1500\n`,
      "prod.yaml": "tunnel: null\nMTU: 9001\nmtu: null\n",
    },
    finds: [],
  },
  {
    name: "a later file that breaks an earlier one: told at the later",
    files: { "values.yaml": RIGHT, "prod.yaml": "# prod\nk8sServicePort: 6443\n" },
    finds: ["helm-values-api-port prod.yaml:2:1"],
  },
  {
    name: "--set over the files: told as --set",
    files: { "values.yaml": RIGHT },
    options: { set: ["k8sServicePort=6443,hubble.metrics.enabled={dns,http}"] },
    finds: ["helm-values-api-port --set", "observability-hubble-metric-deprecated --set"],
  },
  {
    name: "an umbrella chart: values under the dependency's name, version of the lock",
    files: {
      "Chart.yaml": `${CHART}    version: ~1.19.0\n    repository: https://helm.cilium.io\n`,
      "Chart.lock":
        "dependencies:\n- name: cilium\n  repository: https://helm.cilium.io\n  version: 1.19.6\ndigest: sha256:0\ngenerated: '2026-11-01'\n",
      "values.yaml":
        "global: {}\ncilium:\n  eni: { enabled: true }\n  ipam: { mode: kubernetes }\n  enableIPv4Masquerade: false\n  rollOutCiliumPods: true\n  operator: { rollOutPods: true }\n  hubble: { tls: { auto: { method: cronJob } } }\n",
    },
    finds: ["datapath-ipam-mode values.yaml:4:11", "helm-values-eni-pair values.yaml:4:11"],
  },
  {
    name: "an umbrella chart with an alias and a range",
    files: {
      "Chart.yaml": `${CHART}    alias: cni\n    version: 1.20.x\n    repository: https://helm.cilium.io\n`,
      "values.yaml": `cni:\n${RIGHT.replaceAll(/^/gm, "  ").trimEnd()}\n  tunnelPort: "8472"\n`,
    },
    finds: ["helm-values-type values.yaml:18:3"],
    notes: ['the range "1.20.x"'],
  },
  {
    name: "an older chart by --chart-version",
    files: { "values.yaml": RIGHT },
    options: { chartVersion: "v1.18.2" },
    finds: ["versions-cilium-usable values.yaml:1:1"],
  },
  {
    name: "a template of Helmfile: what it writes is unknown, the rest is judged",
    files: {
      "values.yaml.gotmpl": `eni: { enabled: true }
ipam: { mode: eni }
k8sServiceHost: {{ .Values.endpoint | trimPrefix "https://" }}
k8sServicePort: 443
kubeProxyReplacement: true
routingMode: native
{{- if .Values.masquerade }}
enableIPv4Masquerade: true
{{- else }}
enableIPv4Masquerade: false
{{- end }}
rollOutCiliumPods: true
operator:
  rollOutPods: true
  resources:
    {{- toYaml .Values.resources | nindent 4 }}
hubble: { tls: { auto: { method: cronJob } } }
tunnel: disabled
`,
    },
    finds: ["helm-values-key-fails values.yaml.gotmpl:18:1"],
  },
  {
    name: "variables of envsubst, with nothing wrong in what is known",
    files: { "values.yaml": RIGHT.replace("0A1B2C3D4E5F.gr7.eu-central-1.eks.amazonaws.com", "${API_SERVER_IP}") },
    finds: [],
  },
  {
    name: "only --platform says that it is EKS",
    files: { "values.yaml": "ipam: { mode: kubernetes }\nkubeProxyReplacement: true\n" },
    options: { platform: "eks" },
    finds: [
      "datapath-ipam-mode values.yaml:1:9",
      "helm-values-api-server values.yaml:1:1",
      "helm-values-hubble-certificates values.yaml:1:1",
      "helm-values-roll-out values.yaml:1:1",
    ],
  },
  {
    name: "misspelt keys and wrong types on any platform",
    files: {
      "values.yaml":
        "kubeProxyReplacment: true\nhubble:\n  relay:\n    enabled: true\n    replicas: two\n  metrics: { enabled: [dns, tcpp] }\nl7Proxy: false\ngatewayAPI: { enabled: true }\n",
    },
    finds: [
      "datapath-gateway-kube-proxy values.yaml:1:1",
      "helm-values-key-unknown values.yaml:1:1",
      "helm-values-l7-proxy values.yaml:7:1",
      "helm-values-type values.yaml:5:5",
      "observability-hubble-metric-name values.yaml:6:29",
    ],
  },
];
