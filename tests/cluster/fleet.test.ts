import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFleetFile } from "../../config/fleet/file.ts";
import { planStacks } from "../../cli/fleet/render/stacks.ts";
import { renderFleet } from "../../core/fleet/engines/index.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { fleetText } from "../support/fleet-text.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No object of the Pulumi Kubernetes Operator was applied: ${tools.missing}.`);

const ENGINE = "engine: { organization: acme, repository: https://github.com/acme/clusters.git }\n";

function objects(): KubernetesObject[] {
  const file = parseFleetFile(fleetText(4) + ENGINE, "fleet.yaml", () => "");
  if (file.fleet === undefined) throw new Error("The fleet has faults.");
  return renderFleet("operator", planStacks("operator", file, file.fleet))
    .filter(({ path }) => path.startsWith("operator/"))
    .flatMap(({ documents }) => documents as readonly KubernetesObject[]);
}

describe.skipIf("missing" in tools)("objects of the Pulumi Kubernetes Operator 2.9", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds: ["pulumi-operator-2.9.0"] });
  });
  afterAll(() => plane?.stop());

  it("are taken by the API server as they are written", async () => {
    expect(await plane.apply(objects())).toEqual([]);
    const [stack] = objects().filter(({ kind, metadata }) => kind === "Stack" && metadata?.name === "c1");
    if (stack === undefined) throw new Error("no stack");
    expect(await plane.get(stack)).toMatchObject({
      spec: { branch: "refs/heads/main-all", prerequisites: [{ name: "c0" }, { name: "c2" }] },
    });
  });

  it("are refused where a key is none of theirs", async () => {
    const [stack] = objects().filter(({ kind }) => kind === "Stack");
    const wrong = { ...stack, spec: { ...(stack?.["spec"] as object), repoDirectory: "." } } as KubernetesObject;
    expect(await plane.apply([wrong], { dryRun: true })).toHaveLength(1);
  });

  it("let the workspaces' service account check who calls it, and no more", async () => {
    await plane.apply(objects());
    const may = async (group: string, resource: string): Promise<boolean> => {
      const { status } = (await plane.request("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: {
          user: "system:serviceaccount:pulumi-fleet:pulumi-a0",
          resourceAttributes: { group, resource, verb: "create" },
        },
      })) as { readonly status: { readonly allowed: boolean } };
      return status.allowed;
    };
    expect(await may("authentication.k8s.io", "tokenreviews")).toBe(true);
    expect(await may("authorization.k8s.io", "subjectaccessreviews")).toBe(true);
    expect(await may("", "pods")).toBe(false);
  });
});
