/**
 * Keys of Cilium's ConfigMap that the chart writes, with the value that governs each: `extraConfig` overrides them past the
 * chart's own checks. Source: templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0. Facts only.
 */

/** Written as the value stands: what one says the other says too. */
const SAME = `
agent-not-ready-taint-key=agentNotReadyTaintKey api-rate-limit=apiRateLimit auto-direct-node-routes=autoDirectNodeRoutes
aws-enable-prefix-delegation=eni.awsEnablePrefixDelegation aws-release-excess-ips=eni.awsReleaseExcessIPs
bgp-router-id-allocation-ip-pool=bgpControlPlane.routerIDAllocation.ipPool bgp-router-id-allocation-mode=bgpControlPlane.routerIDAllocation.mode
bgp-secrets-namespace=bgpControlPlane.secretsNamespace.name bpf-distributed-lru=bpf.distributedLRU.enabled
bpf-events-default-burst-limit=bpf.events.default.burstLimit bpf-events-default-rate-limit=bpf.events.default.rateLimit
bpf-events-drop-enabled=bpf.events.drop.enabled bpf-events-policy-verdict-enabled=bpf.events.policyVerdict.enabled
bpf-events-trace-enabled=bpf.events.trace.enabled bpf-lb-acceleration=loadBalancer.acceleration bpf-lb-algorithm=loadBalancer.algorithm
bpf-lb-algorithm-annotation=bpf.lbAlgorithmAnnotation bpf-lb-dsr-dispatch=loadBalancer.dsrDispatch bpf-lb-external-clusterip=bpf.lbExternalClusterIP
bpf-lb-maglev-hash-seed=maglev.hashSeed bpf-lb-maglev-table-size=maglev.tableSize bpf-lb-mode=loadBalancer.mode bpf-lb-mode-annotation=bpf.lbModeAnnotation
bpf-lb-sock=socketLB.enabled bpf-lb-sock-hostns-only=socketLB.hostNamespaceOnly bpf-lb-sock-terminate-pod-connections=socketLB.terminatePodConnections
bpf-lb-source-range-all-types=bpf.lbSourceRangeAllTypes bpf-map-dynamic-size-ratio=bpf.mapDynamicSizeRatio bpf-node-map-max=bpf.nodeMapMax
bpf-policy-map-pressure-metrics-threshold=bpf.policyMapPressureMetricsThreshold bpf-root=bpf.root cgroup-root=cgroup.hostRoot cluster-id=cluster.id
cluster-name=cluster.name cluster-pool-ipv4-mask-size=ipam.operator.clusterPoolIPv4MaskSize
cluster-pool-ipv6-mask-size=ipam.operator.clusterPoolIPv6MaskSize clustermesh-cache-ttl=clustermesh.cacheTTL
clustermesh-default-global-namespace=clustermesh.defaultGlobalNamespace clustermesh-enable-endpoint-sync=clustermesh.enableEndpointSliceSynchronization
clustermesh-enable-mcs-api=clustermesh.mcsapi.enabled clustermesh-mcs-api-install-crds=clustermesh.mcsapi.installCRDs cni-chaining-mode=cni.chainingMode
cni-chaining-target=cni.chainingTarget cni-exclusive=cni.exclusive cni-external-routing=cni.externalRouting cni-log-file=cni.logFile
cni-uninstall=cni.uninstall connectivity-probe-frequency-ratio=connectivityProbeFrequencyRatio custom-cni-conf=cni.customConf
datapath-mode=bpf.datapathMode datapath-plugins-state-dir=datapathPlugins.stateDir debug=debug.enabled direct-routing-device=nodePort.directRoutingDevice
direct-routing-skip-unreachable=directRoutingSkipUnreachable disable-envoy-version-check=disableEnvoyVersionCheck
disable-external-ip-mitigation=bpf.disableExternalIPMitigation dns-policy-unload-on-shutdown=dnsPolicyUnloadOnShutdown
dnsproxy-enable-transparent-mode=dnsProxy.enableTransparentMode dnsproxy-socket-linger-timeout=dnsProxy.socketLingerTimeout
ec2-api-endpoint=eni.ec2APIEndpoint egress-gateway-policy-map-max=egressGateway.maxPolicyEntries
egress-gateway-reconciliation-trigger-interval=egressGateway.reconciliationTriggerInterval egress-masquerade-interfaces=egressMasqueradeInterfaces
enable-auto-protect-node-port-range=nodePort.autoProtectPortRange enable-bandwidth-manager=bandwidthManager.enabled enable-bbr=bandwidthManager.bbr
enable-bbr-hostns-only=bandwidthManager.bbrHostNamespaceOnly enable-bgp-control-plane=bgpControlPlane.enabled
enable-bgp-control-plane-status-report=bgpControlPlane.statusReport.enabled
enable-bgp-legacy-origin-attribute=bgpControlPlane.legacyOriginAttribute.enabled enable-bpf-clock-probe=bpfClockProbe enable-bpf-masquerade=bpf.masquerade
enable-bpf-tproxy=bpf.tproxy enable-cilium-endpoint-slice=ciliumEndpointSlice.enabled enable-datapath-plugins=datapathPlugins.enabled
enable-drift-checker=configDriftDetection.driftChecker enable-dynamic-config=configDriftDetection.enabled
enable-dynamic-source-lookup-nodeport=nodePort.enableDynamicSourceLookup enable-egress-gateway=egressGateway.enabled
enable-encryption-strict-mode-egress=encryption.strictMode.enabled enable-encryption-strict-mode-ingress=encryption.strictMode.ingress.enabled
enable-endpoint-lockdown-on-policy-overflow=endpointLockdownOnMapOverflow enable-endpoint-routes=endpointRoutes.enabled
enable-gateway-api=gatewayAPI.enabled enable-gateway-api-alpn=gatewayAPI.enableAlpn enable-gateway-api-proxy-protocol=gatewayAPI.enableProxyProtocol
enable-gateway-api-secrets-sync=gatewayAPI.secretsNamespace.sync enable-health-check-loadbalancer-ip=nodePort.enableHealthCheckLoadBalancerIP
enable-health-check-nodeport=nodePort.enableHealthCheck enable-health-checking=healthChecking enable-host-firewall=hostFirewall.enabled
enable-host-legacy-routing=bpf.hostLegacyRouting enable-hubble=hubble.enabled enable-hubble-open-metrics=hubble.metrics.enableOpenMetrics
enable-identity-mark=enableIdentityMark enable-ingress-controller=ingressController.enabled
enable-ingress-proxy-protocol=ingressController.enableProxyProtocol enable-ingress-secrets-sync=ingressController.secretsNamespace.sync
enable-ip-masq-agent=ipMasqAgent.enabled enable-ipsec-encrypted-overlay=encryption.ipsec.encryptedOverlay
enable-ipsec-key-watcher=encryption.ipsec.keyWatcher enable-ipv4=ipv4.enabled enable-ipv4-big-tcp=enableIPv4BIGTCP
enable-ipv4-fragment-tracking=fragmentTracking enable-ipv4-masquerade=enableIPv4Masquerade enable-ipv6=ipv6.enabled enable-ipv6-big-tcp=enableIPv6BIGTCP
enable-ipv6-masquerade=enableIPv6Masquerade enable-k8s-networkpolicy=k8sNetworkPolicy.enabled enable-l2-announcements=l2announcements.enabled
enable-l2-neigh-discovery=l2NeighDiscovery.enabled enable-l2-pod-announcements=l2podAnnouncements.enabled enable-l7-proxy=l7Proxy
enable-lb-ipam=enableLBIPAM enable-local-redirect-policy=localRedirectPolicies.enabled enable-masquerade-to-route-source=enableMasqueradeRouteSource
enable-nat46x64-gateway=nat46x64Gateway.enabled enable-no-service-endpoints-routable=enableNoServiceEndpointsRoutable
enable-node-selector-labels=nodeSelectorLabels enable-non-default-deny-policies=enableNonDefaultDenyPolicies enable-policy=policyEnforcementMode
enable-route-mtu-for-cni-chaining=cni.enableRouteMTUForCNIChaining enable-sctp=sctp.enabled enable-service-topology=loadBalancer.serviceTopology
enable-source-ip-verification=daemon.enableSourceIPVerification enable-standalone-dns-proxy=standaloneDnsProxy.enabled enable-tcx=bpf.enableTCX
enable-vtep=vtep.enabled enable-xt-socket-fallback=enableXTSocketFallback encrypt-interface=encryption.ipsec.interface
encrypt-node=encryption.nodeEncryption encryption-strict-egress-allow-remote-node-identities=encryption.strictMode.allowRemoteNodeIdentities
encryption-strict-egress-cidr=encryption.strictMode.cidr endpoint-policy-update-timeout=endpointPolicyUpdateTimeoutDuration
enforce-ingress-https=ingressController.enforceHttps eni-delete-on-termination=eni.nodeSpec.deleteOnTermination
eni-first-interface-index=eni.nodeSpec.firstInterfaceIndex eni-gc-interval=eni.gcInterval envoy-access-log-buffer-size=envoy.log.accessLogBufferSize
envoy-access-log-enabled=envoy.log.accessLogEnabled envoy-base-id=envoy.baseID envoy-default-log-level=envoy.log.defaultLevel
envoy-http-upstream-linger-timeout=envoy.httpUpstreamLingerTimeout envoy-keep-cap-netbindservice=envoy.securityContext.capabilities.keepCapNetBindService
envoy-log=envoy.log.path envoy-node-locality-enabled=envoy.nodeLocality.enabled envoy-policy-restore-timeout=envoy.policyRestoreTimeoutDuration
envoy-secrets-namespace=envoyConfig.secretsNamespace.name gateway-api-hostnetwork-enabled=gatewayAPI.hostNetwork.enabled
gateway-api-secrets-namespace=gatewayAPI.secretsNamespace.name gateway-api-service-externaltrafficpolicy=gatewayAPI.externalTrafficPolicy
gateway-api-use-remote-address=gatewayAPI.useRemoteAddress gateway-api-xff-num-trusted-hops=gatewayAPI.xffNumTrustedHops
health-check-icmp-failure-threshold=healthCheckICMPFailureThreshold http-retry-count=envoy.httpRetryCount
http-stream-idle-timeout=envoy.streamIdleTimeoutDurationSeconds hubble-drop-events-interval=hubble.dropEventEmitter.interval
hubble-event-buffer-capacity=hubble.eventBufferCapacity hubble-event-queue-size=hubble.eventQueueSize hubble-export-file-path=hubble.export.static.filePath
hubble-listen-address=hubble.listenAddress hubble-network-policy-correlation-enabled=hubble.networkPolicyCorrelation.enabled
hubble-redact-http-urlquery=hubble.redact.http.urlQuery hubble-redact-http-userinfo=hubble.redact.http.userInfo
hubble-redact-kafka-apikey=hubble.redact.kafka.apiKey hubble-skip-unknown-cgroup-ids=hubble.skipUnknownCGroupIDs hubble-socket-path=hubble.socketPath
identity-allocation-mode=identityAllocationMode identity-management-mode=identityManagementMode ingress-default-lb-mode=ingressController.loadbalancerMode
ingress-default-secret-name=ingressController.defaultSecretName ingress-default-secret-namespace=ingressController.defaultSecretNamespace
ingress-default-xff-num-trusted-hops=ingressController.xffNumTrustedHops ingress-hostnetwork-enabled=ingressController.hostNetwork.enabled
ingress-hostnetwork-http-listener-port=ingressController.hostNetwork.httpPort
ingress-hostnetwork-https-listener-port=ingressController.hostNetwork.httpsPort
ingress-hostnetwork-shared-listener-port=ingressController.hostNetwork.sharedListenerPort
ingress-hostnetwork-tls-passthrough-listener-port=ingressController.hostNetwork.tlsPassthroughPort
ingress-secrets-namespace=ingressController.secretsNamespace.name ingress-shared-lb-service-name=ingressController.service.name
ingress-use-remote-address=ingressController.useRemoteAddress install-no-conntrack-iptables-rules=installNoConntrackIptablesRules
install-uplink-routes-for-delegated-ipam=ipam.installUplinkRoutesForDelegatedIPAM ip-tracing-option-type=bpf.monitorTraceIPOption ipam=ipam.mode
ipam-max-allocate=ipam.nodeSpec.ipamMaxAllocate ipam-min-allocate=ipam.nodeSpec.ipamMinAllocate ipam-multi-pool-pre-allocation=ipam.multiPoolPreAllocation
ipam-pre-allocate=ipam.nodeSpec.ipamPreAllocate iptables-lock-timeout=iptablesLockTimeout iptables-random-fully=iptablesRandomFully
ipv4-native-routing-cidr=ipv4NativeRoutingCIDR ipv6-native-routing-cidr=ipv6NativeRoutingCIDR k8s-api-server-urls=k8s.apiServerURLs
k8s-kubeconfig-path=kubeConfigPath k8s-require-ipv4-pod-cidr=k8s.requireIPv4PodCIDR k8s-require-ipv6-pod-cidr=k8s.requireIPv6PodCIDR
k8s-service-proxy-name=k8s.serviceProxyName kube-proxy-replacement=kubeProxyReplacement l2-announcements-lease-duration=l2announcements.leaseDuration
l2-announcements-renew-deadline=l2announcements.leaseRenewDeadline l2-announcements-retry-period=l2announcements.leaseRetryPeriod
l2-pod-announcements-interface-pattern=l2podAnnouncements.interfacePattern labels=labels lb-reflector-wait-time=loadBalancer.reflectorWaitTime
limit-ipam-api-burst=ipam.operator.externalAPILimitBurstSize limit-ipam-api-qps=ipam.operator.externalAPILimitQPS
loadbalancer-l7-algorithm=loadBalancer.l7.algorithm log-system-load=logSystemLoad max-connected-clusters=clustermesh.maxConnectedClusters
mesh-auth-enabled=authentication.enabled mesh-auth-mutual-listener-port=authentication.mutual.port mesh-auth-queue-size=authentication.queueSize
mesh-auth-rotated-identities-queue-size=authentication.rotatedIdentitiesQueueSize mesh-auth-spiffe-trust-domain=authentication.mutual.spire.trustDomain
mesh-auth-spire-admin-socket=authentication.mutual.spire.adminSocketPath mesh-auth-spire-agent-socket=authentication.mutual.spire.agentSocketPath
mesh-auth-spire-server-address=authentication.mutual.spire.serverAddress
mesh-auth-spire-server-connection-timeout=authentication.mutual.spire.connectionTimeout monitor-aggregation=bpf.monitorAggregation
monitor-aggregation-flags=bpf.monitorFlags mtu=MTU nat-map-stats-entries=nat.mapStatsEntries nat-map-stats-interval=nat.mapStatsInterval
node-labels=nodeLabels node-port-bind-protection=nodePort.bindProtection node-port-range=nodePort.range operator-pprof=operator.pprof.enabled
operator-pprof-address=operator.pprof.address operator-pprof-block-profile-rate=operator.pprof.blockProfileRate
operator-pprof-mutex-profile-fraction=operator.pprof.mutexProfileFraction operator-pprof-port=operator.pprof.port
packetization-layer-pmtud-mode=pmtuDiscovery.packetizationLayerPMTUDMode pod-restart-selector=operator.unmanagedPodWatcher.selector
policy-audit-mode=policyAuditMode policy-default-local-cluster=clustermesh.policyDefaultLocalCluster policy-secrets-namespace=tls.secretsNamespace.name
pprof=pprof.enabled pprof-address=pprof.address pprof-block-profile-rate=pprof.blockProfileRate pprof-mutex-profile-fraction=pprof.mutexProfileFraction
pprof-port=pprof.port proxy-cluster-max-connections=envoy.clusterMaxConnections proxy-cluster-max-pending-requests=envoy.clusterMaxPendingRequests
proxy-cluster-max-requests=envoy.clusterMaxRequests proxy-connect-timeout=envoy.connectTimeoutSeconds
proxy-idle-timeout-seconds=envoy.idleTimeoutDurationSeconds proxy-initial-fetch-timeout=envoy.initialFetchTimeoutSeconds
proxy-max-active-downstream-connections=envoy.maxGlobalDownstreamConnections proxy-max-concurrent-retries=envoy.maxConcurrentRetries
proxy-max-connection-duration-seconds=envoy.maxConnectionDurationSeconds proxy-max-requests-per-connection=envoy.maxRequestsPerConnection
proxy-use-original-source-address=envoy.useOriginalSourceAddress proxy-xff-num-trusted-hops-egress=envoy.xffNumTrustedHopsL7PolicyEgress
proxy-xff-num-trusted-hops-ingress=envoy.xffNumTrustedHopsL7PolicyIngress read-cni-conf=cni.readCniConf routing-mode=routingMode
standalone-dns-proxy-server-port=standaloneDnsProxy.serverPort synchronize-k8s-nodes=synchronizeK8sNodes
tofqdns-dns-reject-response-code=dnsProxy.dnsRejectResponseCode tofqdns-enable-dns-compression=dnsProxy.enableDnsCompression
tofqdns-endpoint-max-ip-per-hostname=dnsProxy.endpointMaxIpPerHostname tofqdns-idle-connection-grace-period=dnsProxy.idleConnectionGracePeriod
tofqdns-max-deferred-connection-deletes=dnsProxy.maxDeferredConnectionDeletes tofqdns-min-ttl=dnsProxy.minTtl tofqdns-pre-cache=dnsProxy.preCache
tofqdns-preallocate-identities=dnsProxy.preAllocateIdentities tofqdns-proxy-port=dnsProxy.proxyPort
tofqdns-proxy-response-max-delay=dnsProxy.proxyResponseMaxDelay trace-sock=socketLB.tracing tunnel-port=tunnelPort tunnel-protocol=tunnelProtocol
tunnel-source-port-range=tunnelSourcePortRange underlay-protocol=underlayProtocol vtep-cidr=vtep.cidr vtep-endpoint=vtep.endpoint vtep-mac=vtep.mac
vtep-mask=vtep.mask wireguard-persistent-keepalive=encryption.wireguard.persistentKeepalive ztunnel-ca-type=encryption.ztunnel.ca.type
`;

/** Written as text, where the value is a number, a switch or a duration. */
const SCALARS = `
agent-health-port=healthPort bpf-auth-map-max=bpf.authMapMax bpf-conntrack-accounting=bpf.ctAccounting
bpf-lb-map-max=bpf.lbMapMax bpf-nat-global-max=bpf.natMax bpf-neigh-global-max=bpf.neighMax
bpf-policy-map-max=bpf.policyMapMax bpf-policy-stats-map-max=bpf.policyStatsMapMax
cilium-endpoint-gc-interval=operator.endpointGCInterval cluster-health-port=clusterHealthPort
conntrack-gc-interval=conntrackGCInterval conntrack-gc-max-interval=conntrackGCMaxInterval
crd-wait-timeout=crdWaitTimeout default-lb-service-ipam=defaultLBServiceIPAM
disable-iptables-feeder-rules=disableIptablesFeederRules enable-gateway-api-app-protocol=gatewayAPI.enableAppProtocol
envoy-config-retry-interval=envoyConfig.retryInterval
hubble-export-aggregation-interval=hubble.export.aggregationInterval
hubble-export-file-compress=hubble.export.fileCompress hubble-export-file-max-backups=hubble.export.fileMaxBackups
hubble-export-file-max-size-mb=hubble.export.fileMaxSizeMb
hubble-lost-event-send-interval=hubble.lostEventSendInterval
hubble-metrics-server-enable-tls=hubble.metrics.tls.enabled identity-change-grace-period=identityChangeGracePeriod
identity-gc-interval=operator.identityGCInterval identity-heartbeat-timeout=operator.identityHeartbeatTimeout
ipam-cilium-node-update-rate=ipam.ciliumNodeUpdateRate
ipsec-key-rotation-duration=encryption.ipsec.keyRotationDuration mesh-auth-gc-interval=authentication.gcInterval
mesh-auth-mutual-connect-timeout=authentication.mutual.connectTimeout
metrics-sampling-interval=debug.metricsSamplingInterval monitor-aggregation-interval=bpf.monitorInterval
nodes-gc-interval=operator.nodeGCInterval policy-deny-response=policyDenyResponse
preallocate-bpf-maps=bpf.preallocateMaps service-no-backend-response=serviceNoBackendResponse bpf-ct-global-tcp-max=bpf.ctTcpMax
bpf-ct-global-any-max=bpf.ctAnyMax
`;

/** Written as one text, with commas or spaces, where the value is a list. */
const LISTS = `
cluster-pool-ipv4-cidr=ipam.operator.clusterPoolIPv4PodCIDRList
cluster-pool-ipv6-cidr=ipam.operator.clusterPoolIPv6PodCIDRList devices=devices
eni-exclude-interface-tags=eni.nodeSpec.excludeInterfaceTags eni-security-group-tags=eni.nodeSpec.securityGroupTags
eni-security-groups=eni.nodeSpec.securityGroups eni-subnet-ids=eni.nodeSpec.subnetIDs
eni-subnet-tags=eni.nodeSpec.subnetTags hubble-metrics=hubble.metrics.enabled
instance-tags-filter=eni.instanceTagsFilter ipam-static-ip-tags=ipam.nodeSpec.ipamStaticIPTags
loadbalancer-l7-ports=loadBalancer.l7.ports lrp-address-matcher-cidrs=localRedirectPolicies.addressMatcherCIDRs
policy-cidr-match-mode=policyCIDRMatchMode subnet-ids-filter=eni.subnetIDsFilter
subnet-tags-filter=eni.subnetTagsFilter vlan-bpf-bypass=bpf.vlanBypass
`;

/** Written in another form, or a part of a rule. */
const GOVERNED = `
ces-rate-limits=ciliumEndpointSlice.rateLimits controller-group-metrics=prometheus.controllerGroupMetrics
debug-verbose=debug.verbose enable-ipsec=encryption.type enable-wireguard=encryption.type
enable-ztunnel=encryption.type eni-gc-tags=eni.gcTags eni-tags=eni.eniTags
gateway-api-hostnetwork-nodelabelselector=gatewayAPI.hostNetwork.nodes.matchLabels
hubble-drop-events-reasons=hubble.dropEventEmitter.reasons hubble-export-allowlist=hubble.export.static.allowList
hubble-export-denylist=hubble.export.static.denyList hubble-export-fieldaggregate=hubble.export.static.fieldAggregate
hubble-export-fieldmask=hubble.export.static.fieldMask hubble-metrics-server=hubble.metrics.port
hubble-redact-http-headers-allow=hubble.redact.http.headers.allow
hubble-redact-http-headers-deny=hubble.redact.http.headers.deny
ignore-flags-drift-checker=configDriftDetection.ignoredKeys
ingress-hostnetwork-nodelabelselector=ingressController.hostNetwork.nodes.matchLabels
ingress-lb-annotation-prefixes=ingressController.ingressLBAnnotationPrefixes ipsec-key-file=encryption.ipsec.mountPath
kube-proxy-replacement-healthz-bind-address=kubeProxyReplacementHealthzBindAddr log-opt=logOptions
metrics=prometheus.metrics nodeport-addresses=nodePort operator-prometheus-serve-addr=operator.prometheus.port
prometheus-serve-addr=prometheus.port proxy-admin-port=envoy.debug.admin.port
proxy-prometheus-port=envoy.prometheus.port write-cni-conf-when-ready=cni.hostConfDirMountPath
`;

/** Worked out by the chart from several values. */
const DERIVED = `
annotate-k8s-node auto-create-cilium-node-resource auto-create-cilium-pod-ip-pools clean-cilium-bpf-state
clean-cilium-state disable-endpoint-crd enable-endpoint-health-checking enable-envoy-config enable-k8s-cluster-network-policy enable-local-node-route
enable-metrics enable-node-ipam enable-pmtu-discovery enable-policy-secrets-sync enable-well-known-identities eni-disable-prefix-delegation
eni-use-primary-address envoy-xds-mode etcd-config external-envoy-proxy force-device-detection hubble-disable-tls hubble-drop-events
hubble-dynamic-metrics-config-path hubble-flowlogs-config-path hubble-metrics-server-tls-cert-file hubble-metrics-server-tls-client-ca-files
hubble-metrics-server-tls-key-file hubble-prefer-ipv6 hubble-redact-enabled hubble-tls-cert-file hubble-tls-client-ca-files hubble-tls-key-file
k8s-client-burst k8s-client-qps kvstore kvstore-opt loadbalancer-l7 mesh-auth-mutual-enabled operator-api-serve-addr operator-k8s-client-burst
operator-k8s-client-qps operator-prometheus-enable-tls operator-prometheus-tls-cert-file operator-prometheus-tls-client-ca-files
operator-prometheus-tls-key-file policy-secrets-only-from-secrets-namespace prefer-ipv6 procfs remove-cilium-node-taints set-cilium-is-up-condition
set-cilium-node-taints skip-crd-creation unmanaged-pod-watcher-interval
`;

const pairs = (text: string): (readonly [key: string, path: string])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [key = "", path = ""] = pair.split("=");
      return [key, path] as const;
    });

const lists = pairs(LISTS);
const same = [...pairs(SAME), ...pairs(SCALARS), ...lists];
const valueByKey: ReadonlyMap<string, string> = new Map([...pairs(DERIVED), ...pairs(GOVERNED), ...same]);
const keyByValue: ReadonlyMap<string, string> = new Map(same.map(([key, path]) => [path, key]));
const listKeys: ReadonlySet<string> = new Set(lists.map(([key]) => key));

/** Path of the value that governs a key of the ConfigMap, empty where several do; undefined where the chart does not write it. */
export const governingValue = (key: string): string | undefined => valueByKey.get(key);

/** Key of the ConfigMap that says the same as a value of the chart. */
export const configMapKey = (path: string): string | undefined => keyByValue.get(path);

/** Keys whose text is the value, with its path. */
export const configMapKeys = (): readonly (readonly [key: string, path: string])[] => same;
/** Names stay text, whatever they are made of. */
const NAMES: ReadonlySet<string> = new Set(["cluster-name", "default-lb-service-ipam"]);

/** What a text of the ConfigMap says, in the form that the value has: a number, or a list. */
export function fromConfigMap(key: string, text: string): string | number | readonly string[] {
  if (listKeys.has(key)) return text.split(/[\s,]+/).filter((item) => item !== "");
  return !NAMES.has(key) && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
