/** Which Node runs is decided by PATH, and a fallback to the system's would go unseen. */
export default function assertNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  throw new Error(
    `This is Node ${process.versions.node}; 22.18 or newer is needed. Run npm ci (without --ignore-scripts): it brings Node 24.`,
  );
}
