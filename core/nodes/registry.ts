/** Registry of every image of Cilium (charts 1.19.6 and 1.20.2, values.yaml). */
export const UPSTREAM_REGISTRY = "quay.io";

/**
 * A mirror `registry.example.com/quay` as the address that containerd asks: the path stands behind `/v2`, so that
 * `quay.io/cilium/cilium` is looked for as `quay/cilium/cilium` on the mirror.
 */
export function mirrorEndpoint(mirror: string): string {
  const [host = "", ...path] = mirror
    .replace(/^https?:\/\//, "")
    .split("/")
    .filter((part) => part !== "");
  return path.length === 0 ? `https://${host}` : `https://${host}/v2/${path.join("/")}`;
}

/** containerd's `hosts.toml` of the mirrored registry (containerd docs/hosts.md). */
const hostsToml = (mirror: string): string =>
  [
    `server = "https://${UPSTREAM_REGISTRY}"`,
    "",
    `[host."${mirrorEndpoint(mirror)}"]`,
    'capabilities = ["pull", "resolve"]',
    ...(mirrorEndpoint(mirror).includes("/v2/") ? ["override_path = true"] : []),
    "",
  ].join("\n");

/** AL2023's containerd reads `/etc/containerd/certs.d` (amazon-eks-ami nodeadm/internal/containerd/config.template.toml). */
export const registryScript = (mirror: string): string =>
  [
    `install -d -m 0755 /etc/containerd/certs.d/${UPSTREAM_REGISTRY}`,
    `cat > /etc/containerd/certs.d/${UPSTREAM_REGISTRY}/hosts.toml <<'HOSTS'`,
    hostsToml(mirror).trimEnd(),
    "HOSTS",
  ].join("\n");
