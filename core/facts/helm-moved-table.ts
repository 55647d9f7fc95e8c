/**
 * Helm value keys of Cilium that are not, or no longer, right. One line a key: first minor without it (`-` where no chart
 * ever had it) | path, `.*` for everything below | what replaces it | why. Source of every line, where no other is given:
 * values.yaml and templates of the published charts 1.9 to 1.20 (cilium/charts), compared minor by minor.
 */

/** Keys that guides or habit put there, and no chart ever had. */
export const NEVER_KEYS = `
- | awsEnablePrefixDelegation | eni.awsEnablePrefixDelegation | It stands under eni.
- | awsReleaseExcessIPs | eni.awsReleaseExcessIPs | It stands under eni.
- | eni.prefixDelegation | eni.awsEnablePrefixDelegation | The key has another name.
- | eni.tags | eni.eniTags | The key has another name.
- | eni.subnetTags | eni.nodeSpec.subnetTags | Settings of the node's ENIs stand under eni.nodeSpec.
- | eni.subnetIDs | eni.nodeSpec.subnetIDs | Settings of the node's ENIs stand under eni.nodeSpec.
- | eni.securityGroups | eni.nodeSpec.securityGroups | Settings of the node's ENIs stand under eni.nodeSpec.
- | eni.securityGroupTags | eni.nodeSpec.securityGroupTags | Settings of the node's ENIs stand under eni.nodeSpec.
- | eni.firstInterfaceIndex | eni.nodeSpec.firstInterfaceIndex | Settings of the node's ENIs stand under eni.nodeSpec.
- | eni.usePrimaryAddress | eni.nodeSpec.usePrimaryAddress | Settings of the node's ENIs stand under eni.nodeSpec.
- | eni.preAllocate | ipam.nodeSpec.ipamPreAllocate | Watermarks stand under ipam.nodeSpec.
- | eni.minAllocate | ipam.nodeSpec.ipamMinAllocate | Watermarks stand under ipam.nodeSpec.
- | eni.maxAllocate | ipam.nodeSpec.ipamMaxAllocate | Watermarks stand under ipam.nodeSpec.
- | eni.maxAboveWatermark | | No Helm value sets it: it is spec.ipam.max-above-watermark of CiliumNode.
- | ipam.preAllocate | ipam.nodeSpec.ipamPreAllocate | Watermarks stand under ipam.nodeSpec.
- | ipam.minAllocate | ipam.nodeSpec.ipamMinAllocate | Watermarks stand under ipam.nodeSpec.
- | ipam.maxAllocate | ipam.nodeSpec.ipamMaxAllocate | Watermarks stand under ipam.nodeSpec.
- | wireguard.* | encryption.enabled, encryption.type | WireGuard is chosen by encryption.type; its user-space fallback is gone since 1.17.
- | encryption.wireguard.enabled | encryption.enabled, encryption.type | WireGuard is chosen by encryption.type.
- | encryption.ipsec.enabled | encryption.enabled, encryption.type | IPsec is chosen by encryption.type.
- | cilium.* | | The chart has no parent of that name: leave the level out (image.tag, not cilium.image.tag).
- | loadBalancer.maglev.* | maglev.tableSize, maglev.hashSeed | maglev is a key of its own.
- | loadBalancer.sessionAffinity | kubeProxyReplacement | Session affinity comes with kube-proxy replacement.
- | hubble.relay.replicaCount | hubble.relay.replicas | The key has another name.
- | operator.replicaCount | operator.replicas | The key has another name.
- | operator.serviceAccountAnnotations | serviceAccounts.operator.annotations | Service accounts have their own block.
- | operator.podAntiAffinity | operator.affinity | The whole affinity is one value.
`;

/** Keys that stop the rendering when they hold anything. Source: templates/validate.yaml of the charts 1.19.6 and 1.20.0. */
export const FAILING_KEYS = `
1.15 | tunnel | routingMode, tunnelProtocol | Routing and tunnel protocol are two keys: routingMode native or tunnel, tunnelProtocol vxlan or geneve.
1.15 | clustermesh.apiserver.tls.ca.cert | tls.ca.cert | One CA serves the whole chart.
1.15 | clustermesh.apiserver.tls.ca.key | tls.ca.key | One CA serves the whole chart.
1.15 | enableK8sEventHandover | | The option is gone.
1.15 | enableCnpStatusUpdates | | The option is gone.
1.16 | encryption.keyFile | encryption.ipsec.keyFile | IPsec settings stand under encryption.ipsec.
1.16 | encryption.mountPath | encryption.ipsec.mountPath | IPsec settings stand under encryption.ipsec.
1.16 | encryption.secretName | encryption.ipsec.secretName | IPsec settings stand under encryption.ipsec.
1.16 | encryption.interface | encryption.ipsec.interface | IPsec settings stand under encryption.ipsec.
1.16 | proxy.prometheus.enabled | envoy.prometheus.enabled | Envoy has settings of its own.
1.16 | proxy.prometheus.port | envoy.prometheus.port | Envoy has settings of its own.
1.16 | endpointStatus.* | | The option is gone.
1.16 | remoteNodeIdentity | | The option is gone.
1.16 | containerRuntime.integration | | The option is gone.
1.16 | etcd.managed | | The etcd operator is gone.
1.18 | enableCiliumEndpointSlice | ciliumEndpointSlice.enabled | The feature has its own block.
1.18 | ciliumEndpointSlice.sliceMode | | The option is gone.
`;

/** Keys that a chart once had and no longer reads. */
export const GONE_KEYS = `
1.9 | operator.numReplicas | operator.replicas | The key has another name.
1.9 | hubble-relay.* | hubble.relay | Hubble Relay is part of the chart's hubble block.
1.9 | config.* | | The keys of the config parent stand at the top.
1.10 | masquerade | enableIPv4Masquerade | Masquerading is set by address family.
1.10 | flannel.* | cni.chainingMode | Chaining is set by cni.chainingMode.
1.10 | bpf.waitForMount | | The option is gone.
1.11 | nodeinit.restartPods | operator.unmanagedPodWatcher.restart | The operator restarts unmanaged DNS pods.
1.12 | nativeRoutingCIDR | ipv4NativeRoutingCIDR | The key carries the address family.
1.12 | ipvlan.* | | The feature is gone.
1.12 | podDisruptionBudget.* | operator.podDisruptionBudget | Only Deployments have one.
1.12 | tls.enabled | hubble.tls.enabled | TLS is set by component.
1.12 | operator.serviceAccountName | serviceAccounts.operator.name | Service accounts have their own block.
1.12 | extraConfigmapMounts | extraVolumes, extraVolumeMounts | Volumes are given in two lists.
1.12 | operator.extraConfigmapMounts | operator.extraVolumes, operator.extraVolumeMounts | Volumes are given in two lists.
1.13 | bpf.hostRouting | bpf.hostLegacyRouting | The meaning is turned round: bpf.hostLegacyRouting true switches BPF host routing off. Left out, it is on where kube-proxy replacement and BPF masquerading allow it.
1.13 | datapathMode | bpf.datapathMode | It stands under bpf.
1.13 | bpf.clockProbe | bpfClockProbe | It stands at the top.
1.13 | bpf.lbBypassFIBLookup | | The option is gone.
1.13 | installIptablesRules | | The option is gone.
1.12 | hostServices.* | socketLB.enabled, socketLB.hostNamespaceOnly | The block was renamed; socketLB always wins over it.
1.13 | hubble.flowBufferSize | hubble.eventBufferCapacity | The key has another name.
1.13 | identityGCInterval | operator.identityGCInterval | It stands under operator.
1.13 | identityHeartbeatTimeout | operator.identityHeartbeatTimeout | It stands under operator.
1.13 | securityContext.extraCapabilities | securityContext.capabilities.ciliumAgent | Capabilities are listed by container.
1.14 | hubble.peerService.enabled | | The peer service is always there.
1.14 | hubble.tls.ca.cert | tls.ca.cert | One CA serves the whole chart.
1.14 | hubble.tls.ca.key | tls.ca.key | One CA serves the whole chart.
1.14 | ipam.operator.clusterPoolIPv4PodCIDR | ipam.operator.clusterPoolIPv4PodCIDRList | The key takes a list.
1.14 | ipam.operator.clusterPoolIPv6PodCIDR | ipam.operator.clusterPoolIPv6PodCIDRList | The key takes a list.
1.14 | sockops.* | | The feature is gone.
1.15 | clustermesh.apiserver.etcd.image.* | clustermesh.apiserver.image | One image holds the API server, etcd and KVStoreMesh.
1.15 | clustermesh.apiserver.kvstoremesh.image.* | clustermesh.apiserver.image | One image holds the API server, etcd and KVStoreMesh.
1.15 | encryption.wireguard.encapsulate | | The option is gone.
1.16 | etcd.* | | The etcd operator is gone; only the connection settings of etcd are left.
1.16 | serviceAccounts.etcd.* | | The etcd operator is gone.
1.16 | operator.skipCNPStatusStartupClean | | The option is gone.
1.16 | egressGateway.installRoutes | | The option is gone.
1.16 | proxy.sidecarImageRegex | | The option is gone.
1.17 | bgp.* | bgpControlPlane.enabled | The BGP control plane and its CRDs replace it.
1.17 | encryption.wireguard.userspaceFallback | | WireGuard needs the kernel's module.
1.17 | externalIPs.enabled | kubeProxyReplacement | Kube-proxy replacement brings it; the switches by feature are gone.
1.18 | eni.updateEC2AdapterLimitViaAPI | | Limits always come from the EC2 API: the operator needs ec2:DescribeInstanceTypes.
1.18 | hostPort.enabled | kubeProxyReplacement | Kube-proxy replacement brings it; the switches by feature are gone.
1.18 | enableK8sTerminatingEndpoint | | The option is gone.
1.18 | enableRuntimeDeviceDetection | | The option is gone.
1.18 | externalWorkloads.* | | The feature is gone.
1.18 | highScaleIPcache.* | | The feature is gone.
1.18 | hubble.relay.dialTimeout | | The option is gone.
1.18 | l2NeighDiscovery.refreshPeriod | | The option is gone.
1.18 | loadBalancer.experimental | | The option is gone.
1.19 | nodePort.enabled | kubeProxyReplacement | Kube-proxy replacement brings it; the switches by feature are gone.
1.19 | sessionAffinity | kubeProxyReplacement | Kube-proxy replacement brings it; the switches by feature are gone.
1.19 | svcSourceRangeCheck | kubeProxyReplacement | Kube-proxy replacement brings it; the switches by feature are gone.
1.19 | enableK8sEndpointSlice | | The option is gone.
1.19 | customCalls.* | | The feature is gone.
1.19 | loadBalancer.standalone | | The option is gone.
1.19 | loadBalancer.protocolDifferentiation.* | | The option is gone.
1.19 | l2podAnnouncements.interface | l2podAnnouncements.interfacePattern | The key takes a pattern.
1.19 | clustermesh.apiserver.tls.client.* | clustermesh.apiserver.tls.remote | The certificate has another name.
`;

/** Keys that 1.19 still reads as deprecated; the first column is the minor without them. */
export const LEAVING_KEYS = `
1.20 | clustermesh.enableMCSAPISupport | clustermesh.mcsapi.enabled | The multi-cluster services API has its own block.
1.20 | encryption.strictMode.enabled | encryption.strictMode.egress.enabled | Strict mode is set by direction.
1.20 | encryption.strictMode.cidr | encryption.strictMode.egress.cidr | Strict mode is set by direction.
1.20 | encryption.strictMode.allowRemoteNodeIdentities | encryption.strictMode.egress.allowRemoteNodeIdentities | Strict mode is set by direction.
1.20 | clustermesh.apiserver.tls.enableSecrets | | Certificates are generated, or their secrets made beforehand.
1.20 | clustermesh.apiserver.tls.server.* | clustermesh.apiserver.tls.auto.enabled | Certificates cannot be given as values any more; the chart stops where clustermesh.apiserver.tls.auto.enabled is false.
1.20 | clustermesh.apiserver.tls.admin.* | clustermesh.apiserver.tls.auto.enabled | Certificates cannot be given as values any more; the chart stops where clustermesh.apiserver.tls.auto.enabled is false.
1.20 | clustermesh.apiserver.tls.remote.* | clustermesh.apiserver.tls.auto.enabled | Certificates cannot be given as values any more; the chart stops where clustermesh.apiserver.tls.auto.enabled is false.
1.20 | hubble.redact.kafka.apiKey | | Kafka rules and visibility are gone in 1.20.
1.20 | encryption.ipsec.encryptedOverlay | | The option is gone in 1.20.
1.20 | hubble.ui.backend.livenessProbe.enabled | | The option is gone in 1.20.
1.20 | hubble.ui.backend.readinessProbe.enabled | | The option is gone in 1.20.
1.20 | preflight.tofqdnsPreCache | | The option is gone in 1.20.
`;

/** Keys that are read as deprecated by 1.19 and 1.20, with no minor named for their end. Source: values.yaml and warnings of the chart 1.20.0. */
export const DEPRECATED_KEYS = `
- | hubble.export.fileMaxSizeMb | hubble.export.static.fileMaxSizeMb | Export options stand under their exporter.
- | hubble.export.fileMaxBackups | hubble.export.static.fileMaxBackups | Export options stand under their exporter.
- | hubble.export.fileCompress | hubble.export.static.fileCompress | Export options stand under their exporter.
- | localRedirectPolicy | localRedirectPolicies.enabled | The feature has its own block.
- | clustermesh.apiserver.tls.server.extraDnsNames | clustermesh.apiserver.tls.auto.server.extraDnsNames | 1.20 reads it only where the new key holds nothing.
- | clustermesh.apiserver.tls.server.extraIpAddresses | clustermesh.apiserver.tls.auto.server.extraIpAddresses | 1.20 reads it only where the new key holds nothing.
- | hubble.preferIpv6 | preferIpv6 | One switch serves the agent and Hubble from 1.20 on.
- | dnsProxy.preCache | | The option ends in 1.21.
- | authentication.mutual.* | | Mutual authentication ends in 1.21.
`;

/** Keys that are listed or read, and do nothing for a cluster of this kind. Source: files/nodeinit of the chart 1.19.6; values.yaml and templates of 1.20.0. */
export const IDLE_KEYS = `
1.20 | encryption.ipsec.interface | devices | values.yaml of 1.20 still lists it, but no template reads it.
1.18 | nodeinit.removeCbrBridge | | It is for GKE and kubenet nodes.
1.18 | nodeinit.reconfigureKubelet | | It is for GKE and kubenet nodes. The operator, not nodeinit, removes the agent-not-ready taint.
1.18 | nodeinit.revertReconfigureKubelet | | It is for GKE and kubenet nodes.
`;
