import type { Json, JsonObject, KubernetesObject } from "../model/index.ts";
import type { EgressAllowance } from "../network-policies/index.ts";
import { Entity } from "../network-policies/index.ts";
import type { ModelCache } from "../settings/index.ts";
import { DEFAULT_COPY_IMAGE } from "./defaults.ts";

/** How the model's files come into a pod. */
export interface CachePlan {
  /** What vLLM is told to load: a repository, or a folder. */
  readonly source: string;
  /** Files come from Hugging Face. */
  readonly downloads: boolean;
  readonly volumes: readonly Json[];
  readonly mounts: readonly Json[];
  readonly initContainers: readonly Json[];
  /** Claims that pods share. */
  readonly objects: readonly KubernetesObject[];
  /** Pods need a service account with a role. */
  readonly serviceAccount: boolean;
  /** Where pods must get to. */
  readonly egress: readonly EgressAllowance[];
}

/** Where Hugging Face's libraries keep what they download, in the image of vLLM. */
const HOME = "/root/.cache/huggingface";
const FOLDER = "/models";
const VOLUME = "models";

/** Hugging Face and where it sends downloads to: its own names, those of Xet and of its network of caches. UNVERIFIED that there are no others. */
const HUGGING_FACE = ["huggingface.co", "*.huggingface.co", "*.hf.co", "*.xethub.hf.co"];
const HTTPS = [{ port: 443 }];
/** The Pod Identity agent, as in core/network-policies/starter.ts. */
const CREDENTIALS: EgressAllowance = { to: { entities: [Entity.Host] }, ports: [{ port: 80 }] };

interface CacheContext {
  readonly name: string;
  readonly namespace: string;
  readonly modelId: string;
  readonly region: string;
}

export function planCache(cache: ModelCache, context: CacheContext): CachePlan {
  const files = {
    volumes: [] as Json[],
    mounts: [mount(FOLDER)],
    objects: [],
    initContainers: [],
    serviceAccount: false,
  };
  switch (cache.kind) {
    case "pod":
      return { ...downloaded(context), volumes: [{ name: VOLUME, emptyDir: {} }] };
    case "hostPath":
      return {
        ...downloaded(context),
        volumes: [{ name: VOLUME, hostPath: { path: cache.path, type: "DirectoryOrCreate" } }],
      };
    case "volume":
      return {
        ...downloaded(context),
        volumes: [{ name: VOLUME, persistentVolumeClaim: { claimName: claimName(context) } }],
        objects: [claim(cache, context)],
      };
    case "s3":
      return {
        ...files,
        source: FOLDER,
        downloads: false,
        volumes: [{ name: VOLUME, emptyDir: {} }],
        initContainers: [copy(cache, context.region)],
        serviceAccount: cache.roleArn !== undefined,
        egress: [
          {
            to: { fqdns: [`*.s3.${context.region}.amazonaws.com`, `s3.${context.region}.amazonaws.com`] },
            ports: HTTPS,
          },
          ...(cache.roleArn === undefined ? [] : [CREDENTIALS]),
        ],
      };
    case "image":
  }
  return {
    ...files,
    source: FOLDER,
    downloads: false,
    mounts: [{ ...mount(FOLDER), readOnly: true }],
    // A version that does not move need not be asked for again.
    volumes: [{ name: VOLUME, image: { reference: cache.reference, pullPolicy: "IfNotPresent" } }],
    egress: [],
  };
}

const mount = (mountPath: string): JsonObject => ({ name: VOLUME, mountPath });

const downloaded = ({ modelId }: CacheContext): Omit<CachePlan, "volumes"> => ({
  source: modelId,
  downloads: true,
  mounts: [mount(HOME)],
  objects: [],
  initContainers: [],
  serviceAccount: false,
  egress: [{ to: { fqdns: HUGGING_FACE }, ports: HTTPS }],
});

const claimName = ({ name }: CacheContext): string => `${name}-models`;

const claim = (
  { sizeGiB, storageClass, accessMode = "ReadWriteOnce" }: Extract<ModelCache, { readonly kind: "volume" }>,
  context: CacheContext,
): KubernetesObject => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: {
    name: claimName(context),
    namespace: context.namespace,
    // Bound only when the first pod runs, where the class waits for it: nothing to wait for before that.
    annotations: { "pulumi.com/skipAwait": "true" },
  },
  spec: {
    accessModes: [accessMode],
    resources: { requests: { storage: `${String(sizeGiB)}Gi` } },
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  },
});

/** Only what changed is copied again when the container starts anew. */
const copy = (
  { uri, image = DEFAULT_COPY_IMAGE }: Extract<ModelCache, { readonly kind: "s3" }>,
  region: string,
): Json => ({
  name: "copy-model",
  image,
  args: ["s3", "sync", "--no-progress", "--only-show-errors", uri, FOLDER],
  env: [{ name: "AWS_REGION", value: region }],
  volumeMounts: [mount(FOLDER)],
  resources: { requests: { cpu: "1", memory: "1Gi" } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
});
