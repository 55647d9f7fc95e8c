import { parse as parseToml } from "smol-toml";
import { parseAllDocuments } from "yaml";
import type { TaintSettings } from "../settings/index.ts";
import { readKubeletFlags, taintEffect } from "./kubelet-flags.ts";
import { readMime } from "../boot/mime.ts";
import { textOfBase64 } from "../text/base64.ts";
import { NODE_CONFIG_TYPE } from "./nodeadm.ts";

/** What the user data of a node says, ours or anybody's. */
export interface UserData {
  readonly kind: "nodeadm" | "bottlerocket" | "bootstrap-sh" | "none";
  readonly clusterName?: string;
  readonly endpoint?: string;
  readonly serviceCidr?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Taints that the kubelet registers. */
  readonly taints: readonly TaintSettings[];
  readonly maxPods?: number;
  readonly maxPodsExpression?: string;
  /** NodeConfig parts; the later ones win. */
  readonly nodeConfigs: number;
  /** A udev rule lowers MTU and channels of every ENA device. */
  readonly xdpUdevRule: boolean;
  readonly mtu?: number;
}

const NOTHING = { labels: {}, taints: [], nodeConfigs: 0, xdpUdevRule: false } as const;

/**
 * Reads user data as a launch template carries it: base64 of a MIME document with NodeConfig parts, of a bare NodeConfig, of a
 * script that calls bootstrap.sh, or of Bottlerocket's TOML. Undefined where it cannot be read, as when it is compressed.
 */
export function readUserData(encoded: string): UserData | undefined {
  const text = decode(encoded);
  if (text === undefined) return undefined;
  if (text.trim() === "") return { kind: "none", ...NOTHING };
  try {
    return readText(text);
  } catch {
    return undefined;
  }
}

function decode(encoded: string): string | undefined {
  const compact = encoded.replaceAll(/\s+/g, "");
  if (compact === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return encoded;
  const text = textOfBase64(compact);
  return text.includes("\u0000") || text.includes("\uFFFD") ? undefined : text;
}

function readText(text: string): UserData {
  const parts = readMime(text);
  if (parts !== undefined) {
    const configs = parts.filter(({ contentType }) => contentType === NODE_CONFIG_TYPE).map(({ body }) => body);
    const scripts = parts.filter(({ contentType }) => contentType.includes("shellscript")).map(({ body }) => body);
    return configs.length > 0
      ? { ...readNodeConfigs(configs), ...readNetworkSetup(scripts) }
      : readScript(scripts.join("\n"));
  }
  if (text.trimStart().startsWith("#!")) return readScript(text);
  if (/^\s*\[+settings\b/m.test(text)) return readBottlerocket(text);
  if (/^\W*apiVersion\W+node\.eks\.aws\//m.test(text)) return readNodeConfigs([text]);
  return { kind: "none", ...NOTHING };
}

type Tree = Readonly<Record<string, unknown>>;

const tree = (value: unknown): Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tree) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const optional = <K extends string>(key: K, value: unknown): { [P in K]?: string } =>
  (typeof value === "string" && value !== "" ? { [key]: value } : {}) as { [P in K]?: string };

/** Later configurations win field by field, as nodeadm merges them; flags add up. */
function readNodeConfigs(texts: readonly string[]): UserData {
  const specs = texts
    .flatMap((text) => parseAllDocuments(text).map((document) => tree(document.toJS())))
    .filter(({ kind }) => kind === "NodeConfig")
    .map(({ spec }) => tree(spec));
  const cluster: Tree = Object.assign({}, ...specs.map((spec) => tree(spec["cluster"]))) as Tree;
  const kubelets = specs.map((spec) => tree(spec["kubelet"]));
  const config: Tree = Object.assign({}, ...kubelets.map((kubelet) => tree(kubelet["config"]))) as Tree;
  const flags = readKubeletFlags(kubelets.flatMap((kubelet) => list(kubelet["flags"]).map(String)));
  const expression = kubelets.map((kubelet) => kubelet["maxPodsExpression"]).findLast((value) => value !== undefined);
  const maxPods = typeof config["maxPods"] === "number" ? config["maxPods"] : flags.maxPods;
  return {
    kind: "nodeadm",
    ...optional("clusterName", cluster["name"]),
    ...optional("endpoint", cluster["apiServerEndpoint"]),
    ...optional("serviceCidr", cluster["cidr"]),
    labels: flags.labels,
    taints: [...list(config["registerWithTaints"]).flatMap(readTaintObject), ...flags.taints],
    ...(maxPods === undefined ? {} : { maxPods }),
    ...optional("maxPodsExpression", typeof expression === "number" ? String(expression) : expression),
    nodeConfigs: specs.length,
    xdpUdevRule: false,
  };
}

function readTaintObject(value: unknown): TaintSettings[] {
  const { key, value: content, effect } = tree(value);
  const known = taintEffect(effect);
  if (typeof key !== "string" || known === undefined) return [];
  return [{ key, ...optional("value", content), effect: known }];
}

function readNetworkSetup(scripts: readonly string[]): Pick<UserData, "xdpUdevRule" | "mtu"> {
  const text = scripts.join("\n");
  const mtu = Number(/\bmtu (\d+)/.exec(text)?.[1]);
  return {
    xdpUdevRule: /\/udev\/rules\.d\//.test(text) && /\bethtool -L\b/.test(text),
    ...(Number.isInteger(mtu) ? { mtu } : {}),
  };
}

/** A word of a shell command without its quotes; undefined for a variable or an option. */
function literal(value: string | undefined): string | undefined {
  const bare = value?.replaceAll(/^["']|["']$/g, "");
  return bare === undefined || bare.includes("$") || bare.startsWith("--") ? undefined : bare;
}

/** AL2's `/etc/eks/bootstrap.sh <cluster> --kubelet-extra-args '…'`. Shell variables are not known here. */
function readScript(text: string): UserData {
  const network = readNetworkSetup([text]);
  const joined = text.replaceAll(/\\\n/g, " ");
  const call = /\/etc\/eks\/bootstrap\.sh\s+([^\n]*)/.exec(joined)?.[1];
  if (call === undefined) return { kind: "none", ...NOTHING, ...network };
  const extra = /--kubelet-extra-args[= ]+(?:'([^']*)'|"([^"]*)"|(\S+))/.exec(call);
  const flags = readKubeletFlags([extra?.[1] ?? extra?.[2] ?? extra?.[3] ?? ""]);
  return {
    kind: "bootstrap-sh",
    ...optional("clusterName", literal(/^(\S+)/.exec(call)?.[1])),
    ...optional("endpoint", literal(/--apiserver-endpoint[= ]+(\S+)/.exec(call)?.[1])),
    ...flags,
    nodeConfigs: 0,
    ...network,
  };
}

function readBottlerocket(text: string): UserData {
  const kubernetes = tree(tree(parseToml(text)["settings"])["kubernetes"]);
  const maxPods = kubernetes["max-pods"];
  return {
    kind: "bottlerocket",
    ...optional("clusterName", kubernetes["cluster-name"]),
    ...optional("endpoint", kubernetes["api-server"]),
    labels: Object.fromEntries(
      Object.entries(tree(kubernetes["node-labels"])).map(([key, value]) => [key, String(value)]),
    ),
    taints: Object.entries(tree(kubernetes["node-taints"])).flatMap(([key, value]) =>
      (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((entry) => readBottlerocketTaint(key, entry)),
    ),
    ...(typeof maxPods === "number" ? { maxPods } : {}),
    nodeConfigs: 0,
    xdpUdevRule: false,
  };
}

/** `value:effect`, or `:effect` without a value. */
function readBottlerocketTaint(key: string, entry: unknown): TaintSettings[] {
  const [value = "", effect] = String(entry).split(":");
  const known = taintEffect(effect);
  return known === undefined ? [] : [{ key, ...(value === "" ? {} : { value }), effect: known }];
}
