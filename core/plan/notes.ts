import { placeholdersIn } from "../facts/placeholders.ts";
import { UPSTREAM_REGISTRY, ciliumImages } from "../facts/images.ts";
import type { ClusterModel } from "../model/index.ts";
import type { Settings } from "../settings/index.ts";

/** What a reader should know that is no fault. */
export function planNotes(settings: Settings, { controlPlane, deployment, network, cilium }: ClusterModel): string[] {
  const notes: string[] = placeholderNote(settings);
  if (controlPlane !== undefined && settings.cluster.existing === undefined && !controlPlane.publicAccess) {
    notes.push(
      "The API endpoint is private: the machine that deploys needs a route into the VPC and the VPC's DNS, from the first run on.",
    );
  }
  if (deployment?.autoscaler === "none") {
    notes.push("No autoscaler: every group keeps its size until somebody changes it.");
  }
  if (controlPlane?.deletionProtection === true) {
    notes.push("Deletion protection is on: a destroy takes two steps, see docs/operations.md.");
  }
  if (network?.subnets.some(({ reservations }) => reservations.length > 0) === true) {
    notes.push(
      "Prefix reservations: whether AWS takes reserved addresses out of AvailableIpAddressCount is UNVERIFIED; check with `aws ec2 describe-subnets` after the first run.",
    );
  }
  if (cilium?.values["ipam"] !== undefined && settings.cluster.existing?.strategy === "split") {
    notes.push(
      "Old nodes keep the VPC CNI until they are drained; pods move when they are rescheduled to the new groups.",
    );
  }
  const mirror = deployment?.registryMirrors?.[UPSTREAM_REGISTRY];
  if (mirror !== undefined && cilium !== undefined) {
    notes.push(`The mirror must hold: ${mirrored(mirror, cilium.version).join(", ")}.`);
  }
  return notes;
}

const mirrored = (mirror: string, version: string): string[] =>
  ciliumImages(version).map(({ name, tag }) => `${mirror}/${name}:${tag ?? "<tag in the chart's values>"}`);

/** Placeholders that are named in the note. */
const MOST_NAMED = 5;

function placeholderNote({ waivers: _waivers, ...settings }: Settings): string[] {
  const found = placeholdersIn(settings);
  if (found.length === 0) return [];
  const named = found.slice(0, MOST_NAMED).map(({ path, text }) => `${path} (${text})`);
  const more = found.length - named.length;
  const rest = more === 0 ? "" : ` and ${String(more)} more`;
  return [
    `Placeholders of documentation are still in it; replace them before a deployment: ${named.join(", ")}${rest}.`,
  ];
}
