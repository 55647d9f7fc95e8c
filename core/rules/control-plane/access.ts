import type { FindingDraft } from "../../findings/finding.ts";
import type { AccessEntryModel, ClusterModel } from "../../model/index.ts";
import { rule } from "../rule.ts";
import { type Undecided, each } from "../../model/unknown.ts";
import { onControlPlane } from "./common.ts";

const ACCESS = "EKS user guide: access-entries, creating-access-entries";

function* eachEntry(
  { controlPlane }: ClusterModel,
  check: (entry: AccessEntryModel) => Iterable<Omit<FindingDraft, "subject" | "path">>,
): Generator<FindingDraft | Undecided> {
  yield* each(controlPlane?.accessEntries ?? [], function* (entry) {
    for (const draft of check(entry)) {
      yield {
        subject: `access entry "${entry.name}"`,
        path: `controlPlane.access.entries.${entry.name}`,
        ...draft,
      };
    }
  });
}

export const authenticationMode = rule({
  id: "control-plane-authentication-mode",
  group: "control-plane",
  severity: "error",
  title: "The cluster takes access entries",
  why: "With CONFIG_MAP, access entries have no effect, hybrid nodes cannot join, and a broken aws-auth ConfigMap locks everybody out. eks.Cluster uses it where no mode is given.",
  source: "EKS user guide: grant-k8s-access, setting-up-access-entries; pulumi-eks nodejs/eks/cluster/cluster.ts",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ authenticationMode: mode }) {
      if (mode === "API") return;
      yield {
        at: "authenticationMode",
        ...(mode === "CONFIG_MAP" ? {} : { severity: "warning" as const }),
        found: mode,
        expected: "API",
        fix: "Set authenticationMode to API. An existing cluster goes from CONFIG_MAP over API_AND_CONFIG_MAP, and never back.",
      };
    });
  },
});

/** Types of access entries (EKS API reference: CreateAccessEntry), and what a Cilium cluster can do with them. */
const TYPES: Readonly<Record<string, string | undefined>> = {
  STANDARD: undefined,
  EC2_LINUX: undefined,
  HYBRID_LINUX: undefined,
  FARGATE_LINUX: "Fargate pods cannot use Cilium",
  EC2_WINDOWS: "Cilium does not run on Windows nodes",
  EC2: "the type belongs to EKS Auto Mode, which admits no other CNI",
};

export const accessEntryType = rule({
  id: "control-plane-access-entry-type",
  group: "control-plane",
  severity: "error",
  title: "Access entries have a type that exists and fits",
  why: "EKS refuses unknown types; entries for node kinds that cannot run Cilium say that such nodes are coming.",
  source: `${ACCESS}; EKS user guide: alternate-cni-plugins`,
  needs: ["controlPlane"],
  *check(model) {
    yield* eachEntry(model, function* ({ type }) {
      const reason = Object.hasOwn(TYPES, type) ? TYPES[type] : "EKS knows no such type";
      if (reason === undefined) return;
      yield {
        found: `type ${type}: ${reason}`,
        expected: "STANDARD, EC2_LINUX or HYBRID_LINUX",
        fix: "Correct the type or remove the entry.",
      };
    });
  },
});

export const nodeEntryPolicies = rule({
  id: "control-plane-node-entry-policies",
  group: "control-plane",
  severity: "error",
  title: "Access entries of nodes carry no policies and no groups",
  why: "EKS refuses them: a node's rights come with the entry's type.",
  source: ACCESS,
  needs: ["controlPlane"],
  *check(model) {
    yield* eachEntry(model, function* ({ type, policies, groups = [] }) {
      if (type === "STANDARD" || (policies.length === 0 && groups.length === 0)) return;
      yield {
        found: `type ${type} with ${[...policies, ...groups].join(", ")}`,
        expected: "no policies and no groups",
        fix: "Remove them, or use the type STANDARD for people and programs.",
      };
    });
  },
});

export const accessEntryEffect = rule({
  id: "control-plane-access-entry-effect",
  group: "control-plane",
  severity: "warning",
  title: "Access entries grant something",
  why: "Without a policy and without groups the principal can sign in and do nothing.",
  source: ACCESS,
  needs: ["settings"],
  *check({ settings }) {
    for (const [name, { policy, kubernetesGroups = [], namespaces = [] }] of Object.entries(
      settings?.cluster.access?.entries ?? {},
    )) {
      const at = { subject: `access entry "${name}"`, path: `cluster.access.entries.${name}` };
      if (policy === undefined && namespaces.length > 0) {
        yield {
          ...at,
          found: `namespaces ${namespaces.join(", ")} without a policy`,
          expected: "a policy, which the namespaces limit",
          fix: "Add a policy; groups are limited by your own role bindings.",
        };
      } else if (policy === undefined && kubernetesGroups.length === 0) {
        yield {
          ...at,
          found: "no policy and no groups",
          expected: "policy or kubernetesGroups",
          fix: "Add one of them or remove the entry.",
        };
      }
    }
  },
});

export const accessEntryPrincipal = rule({
  id: "control-plane-access-entry-principal",
  group: "control-plane",
  severity: "error",
  title: "Each principal has one access entry",
  why: "EKS knows an entry by its principal and refuses a second one (ResourceInUseException) when the cluster is already there.",
  source: `${ACCESS}; EKS API reference: CreateAccessEntry, Errors`,
  needs: ["controlPlane"],
  *check(model) {
    const first = new Map<string, string>();
    yield* eachEntry(model, function* ({ name, principal }) {
      if (principal === undefined) return;
      const earlier = first.get(principal);
      if (earlier === undefined) {
        first.set(principal, name);
        return;
      }
      yield {
        found: `${principal}, which entry "${earlier}" names too`,
        expected: "one entry a principal",
        fix: "Put its groups and its policy into one entry, or use another role.",
      };
    });
  },
});

export const deployerIdentity = rule({
  id: "control-plane-deployer-identity",
  group: "control-plane",
  severity: "error",
  title: "An explicit aws provider comes with the identity for the cluster's token",
  why: "The kubeconfig gets its token from the AWS CLI with the machine's default credentials. Those of another account or role are not admitted, and eks.Cluster refuses the combination.",
  source: "pulumi-eks nodejs/eks/cluster/cluster.ts (providerCredentialOpts)",
  needs: ["deployment", "settings"],
  *check({ deployment, settings }) {
    const access = settings?.cluster.access;
    if (deployment?.explicitAwsProvider !== true) return;
    if (access?.deployerProfile !== undefined || access?.deployerRoleArn !== undefined) return;
    yield {
      subject: "control plane",
      path: "cluster.access",
      found: "an aws provider in the component's options, and neither deployerProfile nor deployerRoleArn",
      expected: "the profile or the role that this provider uses",
      fix: "Set cluster.access.deployerProfile or cluster.access.deployerRoleArn to what the provider uses.",
    };
  },
});
