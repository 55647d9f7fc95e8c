import { rulesOn } from "../rule.ts";
import { accessEntries, controlPlane, wholeModel } from "../subjects.ts";
import { each } from "../../model/unknown.ts";
import { accessEntrySettings, clusterSettings } from "./common.ts";

const ACCESS = "EKS user guide: access-entries, creating-access-entries";

/** Types of access entries (EKS API reference: CreateAccessEntry), and what a Cilium cluster can do with them. */
const TYPES: Readonly<Record<string, string | undefined>> = {
  STANDARD: undefined,
  EC2_LINUX: undefined,
  HYBRID_LINUX: undefined,
  FARGATE_LINUX: "Fargate pods cannot use Cilium",
  EC2_WINDOWS: "Cilium does not run on Windows nodes",
  EC2: "the type belongs to EKS Auto Mode, which admits no other CNI",
};

const API_ONLY =
  "Set authenticationMode to API. An existing cluster goes from CONFIG_MAP over API_AND_CONFIG_MAP, and never back.";

export default [
  ...rulesOn(controlPlane, [
    {
      id: "control-plane-authentication-mode",
      severity: "error",
      title: "The cluster takes access entries",
      why: "With CONFIG_MAP, access entries have no effect, hybrid nodes cannot join, and a broken aws-auth ConfigMap locks everybody out. eks.Cluster uses it where no mode is given.",
      source: "EKS user guide: grant-k8s-access, setting-up-access-entries; pulumi-eks nodejs/eks/cluster/cluster.ts",
      fix: API_ONLY,
      *check({ authenticationMode: mode }) {
        if (mode === "CONFIG_MAP") yield { at: "authenticationMode", found: mode, expected: "API" };
      },
    },
    {
      id: "control-plane-authentication-mode-both",
      severity: "warning",
      title: "Access entries alone say who may use the cluster",
      why: "With API_AND_CONFIG_MAP access entries work and hybrid nodes join, but whoever stands in the aws-auth ConfigMap has access too, and neither this program nor the EKS API sees them.",
      source: "EKS user guide: grant-k8s-access, setting-up-access-entries, hybrid-nodes-prereqs",
      fix: "Move what stands in aws-auth into access entries, then set authenticationMode to API; there is no way back.",
      *check({ authenticationMode: mode }) {
        if (mode === "API_AND_CONFIG_MAP") yield { at: "authenticationMode", found: mode, expected: "API" };
      },
    },
  ]),
  ...rulesOn(accessEntries, [
    {
      id: "control-plane-access-entry-type",
      severity: "error",
      title: "Access entries have a type that exists and fits",
      why: "EKS refuses unknown types; entries for node kinds that cannot run Cilium say that such nodes are coming.",
      source: `${ACCESS}; EKS user guide: alternate-cni-plugins`,
      fix: "Correct the type or remove the entry.",
      *check({ type }) {
        const reason = Object.hasOwn(TYPES, type) ? TYPES[type] : "EKS knows no such type";
        if (reason === undefined) return;
        yield {
          found: `type ${type}: ${reason}`,
          expected: "STANDARD, EC2_LINUX or HYBRID_LINUX",
        };
      },
    },
    {
      id: "control-plane-node-entry-policies",
      severity: "error",
      title: "Access entries of nodes carry no policies and no groups",
      why: "EKS refuses them: a node's rights come with the entry's type.",
      source: ACCESS,
      fix: "Remove them, or use the type STANDARD for people and programs.",
      *check({ type, policies, groups = [] }) {
        if (type === "STANDARD" || (policies.length === 0 && groups.length === 0)) return;
        yield {
          found: `type ${type} with ${[...policies, ...groups].join(", ")}`,
          expected: "no policies and no groups",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("controlPlane"), [
    {
      id: "control-plane-access-entry-principal",
      severity: "error",
      title: "Each principal has one access entry",
      why: "EKS knows an entry by its principal and refuses a second one when the cluster is already there.",
      symptom: "The update fails with ResourceInUseException.",
      source: `${ACCESS}; EKS API reference: CreateAccessEntry, Errors`,
      fix: "Put its groups and its policy into one entry, or use another role.",
      *check({ controlPlane: { accessEntries: entries } }) {
        const first = new Map<string, string>();
        yield* each(entries, function* ({ name, principal }) {
          if (principal === undefined) return;
          const earlier = first.get(principal);
          if (earlier === undefined) {
            first.set(principal, name);
            return;
          }
          yield {
            subject: `access entry "${name}"`,
            path: `controlPlane.access.entries.${name}`,
            found: `${principal}, which entry "${earlier}" names too`,
            expected: "one entry a principal",
          };
        });
      },
    },
  ]),
  ...rulesOn(accessEntrySettings, [
    {
      id: "control-plane-access-entry-effect",
      severity: "warning",
      title: "Access entries grant something",
      why: "Without a policy and without groups the principal can sign in and do nothing.",
      source: ACCESS,
      fix: "Add a policy or kubernetesGroups, or remove the entry.",
      *check({ entry: { policy, kubernetesGroups = [], namespaces = [] } }) {
        if (policy !== undefined) return;
        if (namespaces.length > 0) {
          yield {
            found: `namespaces ${namespaces.join(", ")} without a policy`,
            expected: "a policy, which the namespaces limit",
            fix: "Add a policy; groups are limited by your own role bindings.",
          };
        } else if (kubernetesGroups.length === 0) {
          yield {
            found: "no policy and no groups",
            expected: "policy or kubernetesGroups",
            fix: "Add one of them or remove the entry.",
          };
        }
      },
    },
  ]),
  ...rulesOn(clusterSettings, [
    {
      id: "control-plane-deployer-entry",
      severity: "warning",
      title: "The role that deploys may use the cluster",
      why: "EKS lets in whoever creates the cluster, and who has an access entry. Where the role is neither, its token is refused; this program does not see which identity creates the cluster.",
      symptom: "The first release fails: the server has asked for the client to provide credentials (401).",
      source: `${ACCESS}; Pulumi: aws:assumeRole`,
      fix: "Create the cluster by this role (aws:assumeRole), or add an access entry with AmazonEKSClusterAdminPolicy for it; waive this in the first case.",
      also: ["deployment"],
      *check({ access, existing }, { deployment }) {
        const role = access?.deployerRoleArn;
        // A provider of one's own is made with the role, most often.
        if (typeof role !== "string" || existing !== undefined || deployment?.explicitAwsProvider === true) return;
        const entries = Object.values(access?.entries ?? {});
        if (entries.some(({ principalArn }) => principalArn === role)) return;
        yield {
          at: "access.deployerRoleArn",
          found: `${role}, without an access entry`,
          expected: "the role that creates the cluster, or an entry for it",
        };
      },
    },
    {
      id: "control-plane-deployer-identity",
      severity: "error",
      title: "An explicit aws provider comes with the identity for the cluster's token",
      why: "The kubeconfig gets its token from the AWS CLI with the machine's default credentials. Those of another account or role are not admitted, and eks.Cluster refuses the combination.",
      source: "pulumi-eks nodejs/eks/cluster/cluster.ts (providerCredentialOpts)",
      fix: "Set cluster.access.deployerProfile or cluster.access.deployerRoleArn to what the provider uses.",
      also: ["deployment"],
      *check({ access }, { deployment }) {
        if (deployment?.explicitAwsProvider !== true) return;
        if (access?.deployerProfile !== undefined || access?.deployerRoleArn !== undefined) return;
        yield {
          at: "access",
          found: "an aws provider in the component's options, and neither deployerProfile nor deployerRoleArn",
          expected: "the profile or the role that this provider uses",
        };
      },
    },
  ]),
];
