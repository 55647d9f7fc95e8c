import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ControlPlane } from "../support/testcluster.ts";
import { type TestStack, missing, operationsOf, startStack } from "./stacks.ts";

if (missing !== "") console.warn(`Secrets did not go through the real engine: ${missing}.`);

/** With a line before it, as openssl writes: the CLI takes a value that begins with dashes for a flag. */
const PEM = (mark: string) => `Key:\n-----BEGIN EC PRIVATE KEY-----\n${mark}\n-----END EC PRIVATE KEY-----\n`;

/** What a person encrypts by `pulumi config set --secret --path`, each with a mark: kinds that are secrets by themselves and kinds that are not. */
const SECRETS: Readonly<Record<string, string>> = {
  "mesh.certificateAuthority.privateKey": PEM("MARKKEY"),
  "cluster.proxy.httpProxy": "http://MARKPROXY.example.com:3128",
  'cilium.helmValues.podAnnotations["example.com/note"]': "MARKNOTE",
  'cilium.helmValues.operator.podAnnotations["example.com/note"]': "MARKOPERATOR",
  "cluster.addons.coredns.configuration.podAnnotations.note": "MARKADDON",
};
/** The way to a second cluster: a preview shows it, a run would go there. */
const kubeconfig = ({ server, token, certificateAuthority }: ControlPlane): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "MARKKUBECONFIG",
        cluster: { server, "certificate-authority-data": Buffer.from(certificateAuthority).toString("base64") },
      },
    ],
    users: [{ name: "it", user: { token } }],
    contexts: [{ name: "it", context: { cluster: "MARKKUBECONFIG", user: "it" } }],
    "current-context": "it",
  });

/** Marks in a text, also where base64 holds them, once or twice. */
function marksIn(text: string, depth = 2): string[] {
  const inner =
    depth === 0
      ? []
      : [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].flatMap(([run]) =>
          marksIn(Buffer.from(run, "base64").toString("latin1"), depth - 1),
        );
  return [...new Set([...(text.match(/MARK[A-Z]+/g) ?? []), ...inner])];
}

/** Where a state holds marks in clear. */
const clearIn = (state: string): string[] => {
  const { deployment } = JSON.parse(state) as { deployment: { resources: readonly Record<string, unknown>[] } };
  return [
    ...deployment.resources.flatMap((resource) =>
      Object.entries(resource).flatMap(([part, value]) =>
        marksIn(JSON.stringify(value)).map((mark) => `${String(resource["urn"])} ${part}: ${mark}`),
      ),
    ),
    ...marksIn(JSON.stringify({ ...deployment, resources: [] })),
  ];
};

describe.skipIf(missing !== "")("secrets of a stack on the real engine", () => {
  let it: TestStack;
  const encrypt = async (secrets: Readonly<Record<string, string>>) => {
    for (const [setting, value] of Object.entries(secrets))
      await it.stack.command("config", "set", "--secret", "--path", `cilium-eks:${setting}`, value);
  };
  beforeAll(async () => {
    it = await startStack("clusterMesh");
    await encrypt(SECRETS);
  });
  afterAll(() => it?.stop());

  test("the marks are found where they are in clear, also in base64", () => {
    const clear = `{"userData":"${Buffer.from(`proxy=http://MARKPROXY.example.com:3128 and more of it`).toString("base64")}"}`;
    expect(marksIn(clear)).toEqual(["MARKPROXY"]);
  });

  test("are in no preview, neither for people nor for programs", async () => {
    expect(marksIn(await it.stack.command("preview", "--diff"))).toEqual([]);
    const json = await it.stack.command("preview", "--json");
    expect(json).toContain("cilium-eks:index:CiliumEniCluster");
    expect(marksIn(json)).toEqual([]);
  });

  test("are in neither the state, the outputs nor what the run prints", async () => {
    const { output } = await it.stack.up();
    expect(marksIn(output)).toEqual([]);
    const state = await it.stack.exported();
    expect(state).toContain("cilium-eks:index:CiliumEniCluster");
    expect(clearIn(state)).toEqual([]);
    expect(marksIn(await it.stack.command("stack", "output", "--json"))).toEqual([]);
    // They arrived: what is encrypted is what was meant.
    const shown = await it.stack.command("stack", "export", "--show-secrets");
    expect(marksIn(shown).toSorted()).toEqual(["MARKADDON", "MARKKEY", "MARKNOTE", "MARKOPERATOR", "MARKPROXY"]);
  });

  test("are in no preview with the cluster on premises, whose kubeconfig is one", async () => {
    await encrypt({ "hybrid.kubeconfig": kubeconfig(it.plane) });
    // Some of its definitions are in the network alone, so the preview may stop there; what it says by then counts.
    const told = await it.stack.command("preview", "--json").catch((error: unknown) => String(error));
    expect(told).toContain("cilium-eks:index:PremisesCilium");
    expect(marksIn(told)).toEqual([]);
    await it.stack.command("config", "rm", "--path", "cilium-eks:hybrid.kubeconfig");
  });

  test("leave nothing to change behind", async () => {
    const { steps } = await it.stack.preview({ expectNoChanges: true });
    expect(operationsOf(steps)).toEqual(["same"]);
  });
});
