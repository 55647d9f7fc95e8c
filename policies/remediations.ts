import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { CHART } from "../lens/cilium.ts";
import { urlOf } from "./metadata.ts";

/** A fix that is right whatever the rest of the program says. Everything else is for people: see docs/policies.md. */
interface Fix {
  readonly name: string;
  /** The rule that reports what this one changes. */
  readonly rule: string;
  readonly type: string;
  readonly description: string;
  /** Changes the props in place and says so; unknown values make it leave them alone. */
  readonly apply: (props: Props) => boolean;
}

type Props = Record<string, unknown>;

const isMap = (value: unknown): value is Props => typeof value === "object" && value !== null;

const FIXES: readonly Fix[] = [
  {
    name: "remediate-metadata-tokens",
    rule: "nodes-metadata-tokens",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    description: "Launch templates that admit IMDSv1 are changed to IMDSv2 only.",
    apply: ({ metadataOptions }) => {
      if (!isMap(metadataOptions) || metadataOptions["httpTokens"] !== "optional") return false;
      metadataOptions["httpTokens"] = "required";
      return true;
    },
  },
  {
    name: "remediate-gateway-class-create",
    rule: "helm-values-type",
    type: "kubernetes:helm.sh/v3:Release",
    description: "gatewayAPI.gatewayClass.create of the Cilium chart becomes the text that the chart compares it with.",
    apply: ({ chart, values }) => {
      if (typeof chart !== "string" || !CHART.test(chart) || !isMap(values)) return false;
      const gateway = values["gatewayAPI"];
      const gatewayClass = isMap(gateway) ? gateway["gatewayClass"] : undefined;
      if (!isMap(gatewayClass) || typeof gatewayClass["create"] !== "boolean") return false;
      gatewayClass["create"] = String(gatewayClass["create"]);
      return true;
    },
  },
  {
    name: "remediate-reservation-type",
    rule: "network-reservation-form",
    type: "aws:ec2/subnetCidrReservation:SubnetCidrReservation",
    description: "Reservations larger than a prefix become reservations for prefixes.",
    apply: (props) => {
      // A /28 or less of type explicit keeps a load balancer's fixed address.
      const length = Number(String(props["cidrBlock"]).split("/")[1]);
      if (props["reservationType"] !== "explicit" || !(length < 28)) return false;
      props["reservationType"] = "prefix";
      return true;
    },
  },
];

/** Off until they are asked for: a policy that changes what a program says must be wanted. */
export const remediations: readonly ResourceValidationPolicy[] = FIXES.map(
  ({ name, rule, type, description, apply }): ResourceValidationPolicy => ({
    name,
    description,
    enforcementLevel: "disabled",
    severity: "medium",
    tags: ["remediation"],
    url: urlOf("what-it-changes"),
    remediationSteps: `Set the level of ${name} to remediate. What it changes is reported by ${rule}.`,
    remediateResource: ({ type: found, props }: ResourceValidationArgs) =>
      found === type && apply(props as Props) ? (props as Props) : undefined,
  }),
);
