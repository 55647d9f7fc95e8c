/** What a kubeconfig is made of; every value is known only while deploying. */
export interface KubeconfigInput {
  readonly clusterName: string;
  /** With or without `https://`. */
  readonly endpoint: string;
  /** Base64 certificate authority data. */
  readonly certificateAuthority: string;
  readonly region: string;
  /** AWS profile of the machine that uses the file. */
  readonly profile?: string | undefined;
  /** Role that it assumes. */
  readonly roleArn?: string | undefined;
}

/** Host of an API endpoint, without scheme and path: what Cilium's `k8sServiceHost` takes. */
export const apiServerHost = (endpoint: string): string => endpoint.replace(/^https?:\/\//i, "").replace(/[/:].*$/, "");

/**
 * A kubeconfig as JSON. The token comes from `aws eks get-token` on each call, so nothing in it expires and it holds no
 * secret of its own; it is still handled as one, because it names the way into the cluster.
 */
export function renderKubeconfig(input: KubeconfigInput): string {
  const { clusterName, certificateAuthority, region, profile, roleArn } = input;
  const args = ["--region", region, "eks", "get-token", "--cluster-name", clusterName, "--output", "json"];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: clusterName,
        cluster: {
          server: `https://${apiServerHost(input.endpoint)}`,
          "certificate-authority-data": certificateAuthority,
        },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    "current-context": clusterName,
    users: [
      {
        name: clusterName,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: roleArn === undefined ? args : [...args, "--role-arn", roleArn],
            ...(profile === undefined ? {} : { env: [{ name: "AWS_PROFILE", value: profile }] }),
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
