import { mirrorNotes } from "../controllers/mirrors.ts";
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

/** What mirrors must hold for the Gateway. */
export const imageNotes = (plan: Parts, registry: RegistrySettings | undefined): string[] =>
  mirrorNotes("the Gateway", imagesOf(plan), registry);
