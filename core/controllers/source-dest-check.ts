import { partitionOf } from "../facts/partition.ts";
import { type PolicyDocument, allow, document } from "../iam/documents.ts";
import type { JsonObject } from "../model/index.ts";
import type { OperatorIdentity } from "../settings/index.ts";
import type { WorkloadIdentityPlan } from "./workload.ts";

/** Seconds between two looks: how long an ENI that was just attached may still drop replies. */
const WATCH_INTERVAL_SECONDS = 15;
/** Any image with a shell and the AWS CLI will do. Seen in public repositories; its presence in the registry is UNVERIFIED here. */
const WATCHER_IMAGE = "public.ecr.aws/aws-cli/aws-cli:2.36.15";

const NAME = "source-dest-check";
const NAMESPACE = "kube-system";

/** A small Deployment that switches off the source/destination check on every ENI of the cluster, again and again. */
export interface SourceDestCheckPlan extends WorkloadIdentityPlan {
  /** `spec` of the Deployment, as Kubernetes takes it. */
  readonly deployment: JsonObject;
}

/** Which ENIs a watcher looks after. */
export interface WatcherInput {
  readonly region: string;
  readonly clusterName: string;
  /** Statement of the policy -> tags of the ENIs that it is for. */
  readonly selectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly mechanism: OperatorIdentity;
  readonly image?: string;
  /** Affinity of its pod; it runs on any node where left out. */
  readonly affinity?: JsonObject;
}

export const planWatcher = (input: WatcherInput): SourceDestCheckPlan => ({
  serviceAccount: { namespace: NAMESPACE, name: NAME },
  policy: watcherPolicy(input),
  mechanism: input.mechanism,
  deployment: watcherDeployment(input),
});

/** The right covers every attribute of these ENIs, their security groups too: EC2's condition on the attribute is UNVERIFIED. */
const watcherPolicy = ({ region, selectors }: WatcherInput): PolicyDocument =>
  document(
    allow("Find", { Action: ["ec2:DescribeNetworkInterfaces"], Resource: ["*"] }),
    ...Object.entries(selectors).map(([statement, tags]) =>
      allow(statement, {
        Action: ["ec2:ModifyNetworkInterfaceAttribute"],
        Resource: [`arn:${partitionOf(region)}:ec2:${region}:*:network-interface/*`],
        Condition: {
          StringEquals: Object.fromEntries(
            Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
          ),
        },
      }),
    ),
  );

/** Looks by filter, so that a round without new ENIs is two read calls and nothing else. */
export function watcherScript(selectors: WatcherInput["selectors"]): string {
  const finds = Object.values(selectors).map(
    (tags) =>
      `  find ${Object.entries(tags)
        .map(([key, value]) => `'Name=tag:${key},Values=${value}'`)
        .join(" ")}`,
  );
  return `find() {
  aws ec2 describe-network-interfaces --filters Name=source-dest-check,Values=true "$@" \\
    --query 'NetworkInterfaces[].NetworkInterfaceId' --output text
}
trap 'exit 0' TERM
while true; do
  for eni in $(
${finds.join("\n")}
  ); do
    aws ec2 modify-network-interface-attribute --network-interface-id "$eni" --no-source-dest-check \\
      && echo "source/destination check is off on $eni"
  done
  sleep ${WATCH_INTERVAL_SECONDS} &
  wait $!
done
`;
}

/** On the host network and with the node's DNS, so that it works while Cilium starts or is broken. */
function watcherDeployment({ region, selectors, image = WATCHER_IMAGE, affinity }: WatcherInput): JsonObject {
  const labels = { "app.kubernetes.io/name": NAME };
  return {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: NAME,
        hostNetwork: true,
        dnsPolicy: "Default",
        priorityClassName: "system-cluster-critical",
        tolerations: [{ operator: "Exists" }],
        ...(affinity === undefined ? {} : { affinity }),
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_532,
          runAsGroup: 65_532,
          fsGroup: 65_532,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: NAME,
            image,
            command: ["/bin/sh", "-c"],
            args: [watcherScript(selectors)],
            env: [
              { name: "AWS_REGION", value: region },
              { name: "AWS_PAGER", value: "" },
              { name: "HOME", value: "/tmp" },
            ],
            resources: { requests: { cpu: "10m", memory: "96Mi" }, limits: { memory: "256Mi" } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
            volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
          },
        ],
        volumes: [{ name: "tmp", emptyDir: {} }],
      },
    },
  };
}
