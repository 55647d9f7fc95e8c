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
const hostsToml = (registry: string, mirror: string): string =>
  [
    `server = "https://${registry}"`,
    "",
    `[host."${mirrorEndpoint(mirror)}"]`,
    'capabilities = ["pull", "resolve"]',
    ...(mirrorEndpoint(mirror).includes("/v2/") ? ["override_path = true"] : []),
    "",
  ].join("\n");

/** AL2023's containerd reads `/etc/containerd/certs.d` (amazon-eks-ami nodeadm/internal/containerd/config.template.toml). */
export const registryScript = (registry: string, mirror: string): string =>
  [
    `install -d -m 0755 /etc/containerd/certs.d/${registry}`,
    `cat > /etc/containerd/certs.d/${registry}/hosts.toml <<'HOSTS'`,
    hostsToml(registry, mirror).trimEnd(),
    "HOSTS",
  ].join("\n");
