import { spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type KubeClient } from "./kube-client.ts";
import { readManifests } from "./manifests.ts";

/**
 * A real Kubernetes control plane on loopback: etcd, kube-apiserver and, where it is at hand, kube-controller-manager.
 * There are no nodes, so Pods stay Pending; schemas, CEL rules, admission policies, owner references, finalizers and
 * foreground deletion work as in a cluster.
 */
export interface ControlPlane extends KubeClient {
  /** Path of a kubeconfig with full rights. */
  readonly kubeconfig: string;
  /** Address of etcd, for objects by the hundred thousand. */
  readonly etcd: string;
  /** The same for one of the users, by its token. */
  kubeconfigOf(token: string): string;
  /** `https://127.0.0.1:PORT`. */
  readonly server: string;
  readonly token: string;
  /** PEM of what the server's certificate is checked against. */
  readonly certificateAuthority: string;
  readonly tools: ControlPlaneTools;
  /** Whether garbage collection, namespace deletion and the other controllers run. */
  readonly controllers: boolean;
  /** Applies folders of `CRD_DIR`: `gateway-api-v1.4.1`, `cilium-1.19.6` … and waits until they are served. */
  applyCrds(names: readonly string[]): Promise<void>;
  /** Ends the processes and removes their data. */
  stop(): Promise<void>;
}

export interface ControlPlaneTools {
  /** Folder with `etcd` and `kube-apiserver`, the layout of envtest; `kube-controller-manager` is used where present. */
  readonly assets: string;
  /** Folder with one folder of CustomResourceDefinition files per bundle. */
  readonly crdDir: string;
}

/** Where the programs are, or one line that says what is missing. A variable that is set but wrong is a fault, not a reason to skip. */
export function findControlPlane(
  env: NodeJS.ProcessEnv = process.env,
): ControlPlaneTools | { readonly missing: string } {
  const assets = env["KUBEBUILDER_ASSETS"];
  const crdDir = env["CRD_DIR"];
  if (assets === undefined || crdDir === undefined) {
    return { missing: "KUBEBUILDER_ASSETS (etcd, kube-apiserver) and CRD_DIR are not set" };
  }
  for (const needed of [join(assets, "etcd"), join(assets, "kube-apiserver"), crdDir]) {
    if (!existsSync(needed)) throw new Error(`${needed} does not exist: check KUBEBUILDER_ASSETS and CRD_DIR`);
  }
  return { assets, crdDir };
}

const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 200;
const SERVICE_CIDR = "172.20.0.0/16";
const TOKEN = "test-token";

/** Takes about five seconds. The caller stops it; what is left when this process ends is killed. */
export async function startControlPlane(
  options: {
    readonly crds?: readonly string[];
    readonly tools?: ControlPlaneTools;
    /** False where objects have to stay as they are written: a node without a kubelet would be called lost. */
    readonly controllers?: boolean;
    /** Users beside the administrator, by their token; they may do nothing until they are granted something. */
    readonly users?: Readonly<Record<string, string>>;
  } = {},
): Promise<ControlPlane> {
  const tools = options.tools ?? requireTools();
  const dir = mkdtempSync(join(tmpdir(), "control-plane-"));
  const processes: ChildProcess[] = [];
  const start = (program: string, args: readonly string[]) => {
    const child = spawnLogged(join(tools.assets, program), args, join(dir, `${program}.log`));
    processes.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of processes.toReversed()) await end(child);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const certs = prepareCredentials(dir, options.users);
    const etcd = `http://127.0.0.1:${String(await freePort())}`;
    const port = await freePort();
    start("etcd", etcdArgs(join(dir, "etcd"), etcd, await freePort()));
    const apiserver = start("kube-apiserver", apiserverArgs(certs, etcd, port));
    const server = `https://127.0.0.1:${String(port)}`;
    const certificateAuthority = await untilServed(certs, server, apiserver, join(dir, "kube-apiserver.log"));
    const kubeconfig = writeKubeconfig(dir, server, certificateAuthority);
    const controllers = options.controllers !== false && existsSync(join(tools.assets, "kube-controller-manager"));
    if (controllers) start("kube-controller-manager", controllerArgs(certs, kubeconfig));
    const client = connect({ server, token: TOKEN, certificateAuthority });
    const applyCrds = async (names: readonly string[]) => {
      const faults = await client.apply(names.flatMap((name) => readManifests(join(tools.crdDir, name))));
      if (faults.length > 0) throw new Error(faults.map(({ object, message }) => `${object}: ${message}`).join("\n"));
    };
    await applyCrds(options.crds ?? []);
    const kubeconfigOf = (token: string): string => writeKubeconfig(dir, server, certificateAuthority, token);
    return {
      ...client,
      etcd,
      kubeconfig,
      kubeconfigOf,
      server,
      token: TOKEN,
      certificateAuthority,
      tools,
      controllers,
      applyCrds,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function requireTools(): ControlPlaneTools {
  const tools = findControlPlane();
  if ("missing" in tools) throw new Error(tools.missing);
  return tools;
}

/** Keys and the one user, an administrator. kube-apiserver makes its own serving certificate in the same folder. */
function prepareCredentials(dir: string, users: Readonly<Record<string, string>> = {}): string {
  const certs = join(dir, "certs");
  mkdirSync(certs);
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(certs, "sa.key"), privateKey, { mode: 0o600 });
  writeFileSync(join(certs, "sa.pub"), publicKey);
  const others = Object.entries(users).map(([token, name]) => `${token},${name},${name}\n`);
  writeFileSync(join(certs, "tokens.csv"), `${TOKEN},admin,admin,system:masters\n${others.join("")}`, { mode: 0o600 });
  return certs;
}

function etcdArgs(data: string, client: string, peerPort: number): string[] {
  const peer = `http://127.0.0.1:${String(peerPort)}`;
  return [
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    "--unsafe-no-fsync",
    `--quota-backend-bytes=${String(8 * 2 ** 30)}`,
  ];
}

function apiserverArgs(certs: string, etcd: string, port: number): string[] {
  return [
    `--etcd-servers=${etcd}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${String(port)}`,
    `--cert-dir=${certs}`,
    "--service-account-issuer=https://test",
    `--service-account-key-file=${join(certs, "sa.pub")}`,
    `--service-account-signing-key-file=${join(certs, "sa.key")}`,
    `--token-auth-file=${join(certs, "tokens.csv")}`,
    "--authorization-mode=RBAC",
    `--service-cluster-ip-range=${SERVICE_CIDR}`,
    "--disable-admission-plugins=ServiceAccount",
    "--allow-privileged=true",
  ];
}

/** Without the controllers that need a cloud or real nodes. */
function controllerArgs(certs: string, kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
    "--secure-port=0",
    `--cert-dir=${certs}`,
    `--service-account-private-key-file=${join(certs, "sa.key")}`,
    "--controllers=*,-nodeipam,-cloud-node-lifecycle,-service-lb-controller,-node-route-controller",
  ];
}

/** Waits for `/readyz`; the answer is the certificate that kube-apiserver made for itself. */
async function untilServed(certs: string, server: string, apiserver: ChildProcess, log: string): Promise<string> {
  const file = join(certs, "apiserver.crt");
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && apiserver.exitCode === null) {
    await sleep(POLL_MS);
    if (!existsSync(file)) continue;
    const certificateAuthority = readFileSync(file, "utf8");
    try {
      await connect({ server, token: TOKEN, certificateAuthority }).request("GET", "/readyz");
      return certificateAuthority;
    } catch {
      // Not up yet: ask again.
    }
  }
  const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-5).join("\n");
  throw new Error(`kube-apiserver did not become ready:\n${tail}`);
}

function writeKubeconfig(dir: string, server: string, certificateAuthority: string, token = TOKEN): string {
  const path = join(dir, token === TOKEN ? "kubeconfig" : `kubeconfig-${token}`);
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "test",
        cluster: { server, "certificate-authority-data": Buffer.from(certificateAuthority).toString("base64") },
      },
    ],
    users: [{ name: "admin", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
    "current-context": "test",
  };
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}

function spawnLogged(program: string, args: readonly string[], log: string): ChildProcess {
  const output = openSync(log, "a");
  const child = spawn(program, args, { stdio: ["ignore", output, output] });
  closeSync(output);
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(timer);
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}
