import type { RegistrySettings } from "../settings/index.ts";
import { CERT_MANAGER_CHART, DEMO_IMAGE, LBC_CHART } from "./defaults.ts";
import type { GatewayPlan } from "./types.ts";

/** values.yaml of the charts, at the versions of defaults.ts. */
const LBC_IMAGE = `public.ecr.aws/eks/aws-load-balancer-controller:v${LBC_CHART.version}`;
const CERT_MANAGER_IMAGES = ["controller", "webhook", "cainjector", "acmesolver", "startupapicheck"].map(
  (part) => `quay.io/jetstack/cert-manager-${part}:${CERT_MANAGER_CHART.version}`,
);
const EXTERNAL_DNS_IMAGE = "registry.k8s.io/external-dns/external-dns:v0.21.0";

type Parts = Pick<GatewayPlan, "controller" | "certManager" | "externalDns" | "objects">;

const imagesOf = ({ controller, certManager, externalDns, objects }: Parts): string[] => [
  ...(controller === undefined ? [] : [LBC_IMAGE]),
  ...(certManager?.kind === "install" ? CERT_MANAGER_IMAGES : []),
  ...(externalDns === undefined ? [] : [EXTERNAL_DNS_IMAGE]),
  ...(objects.demo.length === 0 ? [] : [DEMO_IMAGE]),
];

/** Where registries are mirrored: what the mirrors must hold, and what none of them stands for. */
export function imageNotes(plan: Parts, registry: RegistrySettings | undefined): string[] {
  const mirrors = registry?.mirrors;
  if (mirrors === undefined) return [];
  const images = imagesOf(plan).map((image) => {
    const slash = image.indexOf("/");
    const mirror = mirrors[image.slice(0, slash)];
    return { image, mirrored: mirror === undefined ? undefined : `${mirror}${image.slice(slash)}` };
  });
  const held = images.flatMap(({ mirrored }) => mirrored ?? []);
  const missing = images.flatMap(({ image, mirrored }) => (mirrored === undefined ? [image] : []));
  return [
    ...(held.length === 0 ? [] : [`For the Gateway the mirrors must hold: ${held.join(", ")}.`]),
    ...(missing.length === 0 ? [] : [`No mirror stands for the registry of: ${missing.join(", ")}.`]),
  ];
}
