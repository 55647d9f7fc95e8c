/** Port of the mesh API (templates/clustermesh-apiserver/service.yaml of the Cilium chart 1.19.6). */
export const MESH_API_PORT = 2379;

/** Three days in a quarter, far inside the certificates' validity of 1 or 3 years; the chart of 1.19.6 renews none without a schedule. */
export const RENEWAL_SCHEDULE = "0 3 1 */3 *";

/** Default domain of mesh names; the server's certificate covers `*.mesh.cilium.io` (templates/clustermesh-apiserver/tls-cronjob/_job-spec.tpl). */
export const MESH_DOMAIN = "mesh.cilium.io";

/** The chart sets no requests; a starting point, not a measurement. */
export const MESH_RESOURCES = { requests: { cpu: "100m", memory: "256Mi" } } as const;
