import { Deferred } from "../contracts/deferred.ts";
import { planRelease } from "../helm/charts.ts";
import { type PolicyDocument, allow, document } from "../iam/documents.ts";
import type { Json } from "../model/index.ts";
import type { FlowDestinationSettings, ObservabilitySettings } from "../settings/index.ts";
import type { ObservabilityContext } from "./context.ts";
import { DEFAULT_FLOW_FILE, FLOW_DIRECTORY, FLOW_LOG_NAMESPACE, FLUENT_BIT_CHART } from "./defaults.ts";
import type { FlowLogPlan } from "./types.ts";
import { dynamicPath, staticFlowLog } from "./values.ts";

const DEFAULT_RETENTION_DAYS = 30;
/** The tail's memory before it waits for the output. */
const BUFFER = "16MB";
const STATE = "/fluent-bit/state";
/** Starting points, not measurements. */
const RESOURCES = { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } } as const;

/** Files that agents write on the nodes, sorted. */
export function flowFiles(settings: ObservabilitySettings): string[] {
  const fixed = staticFlowLog(settings);
  const dynamic = Object.entries(settings.flowLogs?.dynamic ?? {}).map(([name, entry]) => dynamicPath(name, entry));
  const paths = [...(fixed === undefined ? [] : [fixed.path ?? DEFAULT_FLOW_FILE]), ...dynamic];
  return [...new Set(paths)].filter((path) => path !== "stdout").toSorted();
}

/** Fluent Bit on every node, with the rights to write to one place. */
export function planFlowLogs(settings: ObservabilitySettings, context: ObservabilityContext): FlowLogPlan | undefined {
  const destination = settings.flowLogs?.destination;
  const files = flowFiles(settings);
  if (destination === undefined || files.length === 0) return undefined;
  const target = targetOf(destination, context);
  if (target === undefined) return undefined;
  return {
    forwarder: {
      kind: "install",
      deferred: [{ path: "serviceAccount.annotations", from: Deferred.RoleAnnotations }],
      identity: {
        serviceAccount: { namespace: FLOW_LOG_NAMESPACE, name: FLUENT_BIT_CHART.name },
        policy: target.policy,
        mechanism: context.mechanism,
      },
      release: planRelease(FLUENT_BIT_CHART, {
        registry: context.registry,
        namespace: FLOW_LOG_NAMESPACE,
        values: values(files, target.output),
      }),
    },
    ...(target.logGroup === undefined ? {} : { logGroup: target.logGroup }),
  };
}

interface Target {
  readonly policy: PolicyDocument;
  readonly output: string;
  readonly logGroup?: FlowLogPlan["logGroup"];
}

function targetOf({ cloudWatch, s3 }: FlowDestinationSettings, context: ObservabilityContext): Target | undefined {
  if (cloudWatch !== undefined) return cloudWatchTarget(cloudWatch, context);
  return s3 === undefined ? undefined : s3Target(s3, context);
}

/** Fluent Bit manual: pipeline/outputs/cloudwatch. The group is made here, so it needs no right to make one. */
function cloudWatchTarget(
  { logGroup, retentionDays = DEFAULT_RETENTION_DAYS, kmsKeyArn }: NonNullable<FlowDestinationSettings["cloudWatch"]>,
  { clusterName, region, partition }: ObservabilityContext,
): Target {
  const name = logGroup ?? `/cilium-eks/${clusterName}/flows`;
  const arn = `arn:${partition}:logs:${region}:*:log-group:${name}`;
  return {
    logGroup: { name, retentionDays, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) },
    policy: document(
      allow("Write", {
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [arn, `${arn}:*`],
      }),
    ),
    output: section("OUTPUT", {
      Name: "cloudwatch_logs",
      Match: "*",
      region,
      log_group_name: name,
      log_stream_prefix: "${NODE_NAME}.",
      auto_create_group: "false",
      log_key: "log",
    }),
  };
}

/** Fluent Bit manual: pipeline/outputs/s3. */
function s3Target(
  { bucket, prefix }: NonNullable<FlowDestinationSettings["s3"]>,
  { clusterName, region, partition }: ObservabilityContext,
): Target {
  const folder = (prefix ?? `flows/${clusterName}`).replaceAll(/^\/+|\/+$/g, "");
  return {
    policy: document(
      allow("Write", { Action: ["s3:PutObject"], Resource: [`arn:${partition}:s3:::${bucket}/${folder}/*`] }),
    ),
    output: section("OUTPUT", {
      Name: "s3",
      Match: "*",
      region,
      bucket,
      s3_key_format: `/${folder}/%Y/%m/%d/%H/\${NODE_NAME}-%M%S-$UUID.gz`,
      use_put_object: "On",
      compression: "gzip",
      total_file_size: "50M",
      upload_timeout: "10m",
      store_dir: `${STATE}/s3`,
      log_key: "log",
    }),
  };
}

const section = (kind: string, lines: Readonly<Record<string, string>>): string =>
  [`[${kind}]`, ...Object.entries(lines).map(([key, value]) => `    ${key} ${value}`), ""].join("\n");

/** Lines are passed on as Hubble wrote them, so that `hubble observe --input-file` and the service map read them back. */
const values = (files: readonly string[], output: string): { readonly [key: string]: Json } => ({
  kind: "DaemonSet",
  testFramework: { enabled: false },
  serviceAccount: { create: true, name: FLUENT_BIT_CHART.name },
  rbac: { create: false },
  // Flows of a node are written whatever else it is for.
  tolerations: [{ operator: "Exists" }],
  resources: RESOURCES,
  env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
  config: {
    inputs: section("INPUT", {
      Name: "tail",
      Path: files.join(","),
      Tag: "hubble",
      DB: `${STATE}/position.db`,
      Read_from_Head: "On",
      Mem_Buf_Limit: BUFFER,
      Buffer_Max_Size: "256k",
      Skip_Long_Lines: "On",
    }),
    filters: "",
    outputs: output,
  },
  daemonSetVolumes: [
    { name: "flows", hostPath: { path: FLOW_DIRECTORY, type: "DirectoryOrCreate" } },
    // Lost with the pod: lines of the current file are then sent twice rather than never.
    { name: "state", emptyDir: {} },
  ],
  daemonSetVolumeMounts: [
    { name: "flows", mountPath: FLOW_DIRECTORY, readOnly: true },
    { name: "state", mountPath: STATE },
  ],
});
