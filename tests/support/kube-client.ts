import { request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A small client of the Kubernetes API. Objects go to the server exactly as they are given, with strict field validation:
 * the typed clients drop the fields their models do not know, and a misspelt key would pass unseen.
 */
export interface KubeClient {
  /** Server-side apply. Namespaces and CustomResourceDefinitions go first; the answer lists the objects that were refused. */
  apply(objects: readonly KubeObject[], options?: ApplyOptions): Promise<readonly ApplyFault[]>;
  /** Writes objects with their status, as controllers and kubelets do: the API server takes a status only by itself. */
  put(objects: readonly KubeObject[]): Promise<void>;
  /** `undefined` where there is none. */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  /** Every object of a kind, in all namespaces unless one is named. */
  list(apiVersion: string, kind: string, namespace?: string): Promise<readonly KubeObject[]>;
  /** Asks for the deletion; `foreground` waits, on the server, for dependents. */
  remove(ref: ObjectRef, propagation?: "Foreground" | "Background" | "Orphan"): Promise<void>;
  /** Any request; the answer's JSON (or text, where it is not JSON). A status of 400 and above throws {@link KubeError}. */
  request(method: string, path: string, body?: unknown, contentType?: string): Promise<unknown>;
}

interface ApplyOptions {
  readonly dryRun?: boolean;
  /** Who owns the fields; another manager adds to an object without taking the first one's fields away. */
  readonly manager?: string;
}

export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface KubeObject extends ObjectRef {
  readonly metadata: ObjectRef["metadata"] & { readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** One object the API server refused, with its own words. */
interface ApplyFault {
  /** `Gateway apps/edge`. */
  readonly object: string;
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

export interface Connection {
  /** `https://127.0.0.1:6443`. */
  readonly server: string;
  readonly token: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

export class KubeError extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

const FIELD_MANAGER = "tests";
const ESTABLISHED_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

function describeObject(ref: ObjectRef): string {
  const { namespace, name } = ref.metadata;
  return `${ref.kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

export function connect(connection: Connection): KubeClient {
  const resources = new Map<string, ApiResource>();

  const request: KubeClient["request"] = (method, path, body, contentType = "application/json") =>
    send(connection, method, path, body === undefined ? undefined : JSON.stringify(body), contentType);

  /** Looks a kind up in the server's discovery. Only hits are kept: a CRD may come later. */
  async function resourceOf(apiVersion: string, kind: string): Promise<ApiResource> {
    const key = `${apiVersion} ${kind}`;
    const known = resources.get(key);
    if (known) return known;
    const root = `/${apiVersion.includes("/") ? "apis" : "api"}/${apiVersion}`;
    const list = (await request("GET", root).catch(() => ({ resources: [] }))) as { resources: ApiResource[] };
    const found = list.resources.find((resource) => resource.kind === kind && !resource.name.includes("/"));
    if (!found) throw new KubeError(404, "NoMatch", `no matches for kind "${kind}" in version "${apiVersion}"`);
    const resource = { ...found, root };
    resources.set(key, resource);
    return resource;
  }

  async function collectionPath(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const { root, namespaced, name } = await resourceOf(apiVersion, kind);
    return namespaced && namespace !== undefined ? `${root}/namespaces/${namespace}/${name}` : `${root}/${name}`;
  }

  async function objectPath(ref: ObjectRef): Promise<string> {
    return `${await collectionPath(ref.apiVersion, ref.kind, ref.metadata.namespace ?? "default")}/${ref.metadata.name}`;
  }

  async function applyOne(
    object: KubeObject,
    { dryRun = false, manager = FIELD_MANAGER }: ApplyOptions,
  ): Promise<ApplyFault | undefined> {
    try {
      const query = `fieldManager=${manager}&force=true&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
      await request("PATCH", `${await objectPath(object)}?${query}`, object, "application/apply-patch+yaml");
      return undefined;
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      return { object: describeObject(object), code: error.code, reason: error.reason, message: error.message };
    }
  }

  async function established(crd: KubeObject): Promise<void> {
    const deadline = Date.now() + ESTABLISHED_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const { status } = (await request("GET", await objectPath(crd))) as { status?: CrdStatus };
      if (status?.conditions?.some(({ type, status: is }) => type === "Established" && is === "True")) return;
      await sleep(POLL_MS);
    }
    throw new Error(`${describeObject(crd)} was not Established within ${ESTABLISHED_TIMEOUT_MS / 1000} s`);
  }

  const client: KubeClient = {
    request,
    async apply(objects, options = {}) {
      const faults: ApplyFault[] = [];
      for (const wave of waves(objects)) {
        const accepted: KubeObject[] = [];
        for (const object of wave) {
          const fault = await applyOne(object, options);
          if (fault) faults.push(fault);
          else accepted.push(object);
        }
        if (options.dryRun !== true) await Promise.all(accepted.filter(isCrd).map(established));
      }
      return faults;
    },
    async put(objects) {
      const faults = await client.apply(objects);
      if (faults.length > 0) throw new Error(faults.map(({ object, message }) => `${object}: ${message}`).join("\n"));
      for (const object of objects.filter(({ status }) => status !== undefined)) {
        const path = await objectPath(object);
        const current = (await request("GET", path)) as KubeObject;
        const given = object["status"] as Readonly<Record<string, unknown>>;
        const { generation } = current.metadata;
        // A controller that has caught up says so by the object's own number.
        const status = "observedGeneration" in given ? { ...given, observedGeneration: generation } : given;
        await request("PUT", `${path}/status`, { ...current, status }).catch((error: unknown) => {
          // A kind without the subresource had its status with the rest.
          if (!(error instanceof KubeError && error.code === 404)) throw error;
        });
      }
    },
    async get(ref) {
      try {
        return (await request("GET", await objectPath(ref))) as KubeObject;
      } catch (error) {
        if (error instanceof KubeError && error.code === 404) return undefined;
        throw error;
      }
    },
    async list(apiVersion, kind, namespace) {
      const answer = (await request("GET", await collectionPath(apiVersion, kind, namespace))) as {
        items: KubeObject[];
      };
      return answer.items.map((item) => ({ ...item, apiVersion, kind }));
    },
    async remove(ref, propagationPolicy = "Background") {
      const options = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
      // Where no kubelet is, nobody would end the pod.
      const now = ref.kind === "Pod" ? { gracePeriodSeconds: 0 } : {};
      await request("DELETE", await objectPath(ref), { ...options, ...now });
    },
  };
  return client;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly root: string;
}

interface CrdStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

const isCrd = (object: ObjectRef) => object.kind === "CustomResourceDefinition";

/** What others depend on goes first; within a wave the given order stays. */
function waves(objects: readonly KubeObject[]): readonly (readonly KubeObject[])[] {
  const first = (object: KubeObject) => object.kind === "Namespace" || isCrd(object);
  return [objects.filter(first), objects.filter((object) => !first(object))];
}

function send(connection: Connection, method: string, path: string, body: string | undefined, contentType: string) {
  return new Promise<unknown>((resolve, reject) => {
    const call = httpsRequest(
      new URL(path, connection.server),
      {
        method,
        ca: connection.certificateAuthority,
        headers: {
          authorization: `Bearer ${connection.token}`,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = parse(Buffer.concat(chunks).toString("utf8"));
          const code = response.statusCode ?? 0;
          if (code < 400) return resolve(answer);
          const { reason, message } = (typeof answer === "object" ? answer : {}) as {
            reason?: string;
            message?: string;
          };
          reject(new KubeError(code, reason ?? "Unknown", message ?? `${method} ${path}: ${String(code)}`));
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
