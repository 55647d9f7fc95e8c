/**
 * Types of value paths that only the templates read. No schema checks them: a wrong type renders a wrong ConfigMap. Source:
 * how templates/cilium-configmap.yaml and the other templates of the Cilium charts 1.19.6 and 1.20.0 use each of them.
 */
export const TEMPLATE_KEY_TYPES: Readonly<Record<string, string>> = {
  clusterHealthPort: "integer",
  "clustermesh.apiserver.metrics.serviceMonitor.namespace": "string",
  "clustermesh.apiserver.tls.auto.schedule": "string",
  "clustermesh.disableKubernetesHostAliases": "boolean",
  "cni.externalRouting": "boolean",
  // Rendered without quotes, like egressMasqueradeInterfaces: anything but a string breaks the ConfigMap.
  "cni.readCniConf": "string",
  devices: "array|string",
  disableEnvoyVersionCheck: "boolean|string",
  disableIptablesFeederRules: "array",
  dnsPolicyUnloadOnShutdown: "boolean|string",
  "dnsProxy.enableTransparentMode": "boolean|string",
  "egressGateway.maxPolicyEntries": "integer",
  egressMasqueradeInterfaces: "string",
  enableIdentityMark: "boolean|string",
  "envoy.prometheus.serviceMonitor.namespace": "string",
  fragmentTracking: "boolean|string",
  "hubble.eventBufferCapacity": "integer|string",
  "hubble.eventQueueSize": "integer|string",
  "hubble.export.aggregationInterval": "string",
  "hubble.export.fileCompress": "boolean",
  "hubble.export.fileMaxBackups": "integer",
  "hubble.export.fileMaxSizeMb": "integer",
  "hubble.lostEventSendInterval": "string",
  "hubble.peerService.servicePort": "integer",
  "hubble.relay.prometheus.serviceMonitor.namespace": "string",
  "hubble.relay.servicePort": "integer",
  "ipMasqAgent.config": "object*",
  iptablesLockTimeout: "string",
  "k8s.apiServerURLs": "string",
  "k8s.serviceProxyName": "string",
  "l2announcements.leaseDuration": "string",
  "l2announcements.leaseRenewDeadline": "string",
  "l2announcements.leaseRetryPeriod": "string",
  labels: "string",
  "loadBalancer.algorithm": "string",
  "loadBalancer.dsrDispatch": "string",
  "loadBalancer.mode": "string",
  "loadBalancer.reflectorWaitTime": "string",
  logOptions: "object*",
  "monitor.eventTypes": "array",
  "monitor.resources": "object*",
  nodeLabels: "string",
  "nodePort.directRoutingDevice": "string",
  "nodeinit.reconfigureKubelet": "boolean",
  "nodeinit.removeCbrBridge": "boolean",
  "nodeinit.revertReconfigureKubelet": "boolean",
  nonIdempotentAnnotations: "object*",
  "operator.prometheus.serviceMonitor.namespace": "string",
  policyAuditMode: "boolean|string",
  "prometheus.serviceMonitor.namespace": "string",
  "tls.caBundle.content": "string",
};

/** Types that the key table gives as `null` only, where the schema also takes a word of a list (`oneOf`). Source: values.schema.json of 1.19.6 and 1.20.0. */
export const TYPE_CORRECTIONS: Readonly<Record<string, string>> = {
  "envoy.log.defaultLevel": "null|string",
  "envoy.xdsMode": "null|string",
};

/**
 * Keys that the templates read through a variable, `get` or `hasKey`, where no search for their path finds them:
 * `$socketLB := coalesce .Values.socketLB .Values.hostServices`, `get .Values.nodePort "range"`. Source:
 * templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0, rendered with and without each.
 */
export const ALIASED_KEYS: Readonly<Record<string, string>> = {
  "socketLB.hostNamespaceOnly": "boolean|string",
  "socketLB.terminatePodConnections": "boolean|string",
  "socketLB.tracing": "boolean|string",
  "nodePort.range": "array|string",
};

/** Named in the templates and never reached: `socketLB`, which values.yaml always fills, comes first in their `coalesce`. */
export const DEAD_KEYS: readonly string[] = ["hostServices"];
