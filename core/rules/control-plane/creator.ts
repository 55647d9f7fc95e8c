import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import type { ClusterModel } from "../../model/index.ts";

/** EKS's policies that let a principal install what a cluster needs. */
const ADMIN = /AmazonEKS(?:Cluster)?AdminPolicy$/;

/** The program puts something into the cluster, so somebody must be let in. */
const installs = ({ cilium, releases = [], objects = [] }: ClusterModel): boolean =>
  cilium !== undefined || releases.length > 0 || objects.length > 0;

export default rulesOn(controlPlane, [
  {
    id: "control-plane-first-access",
    severity: "error",
    title: "Somebody may install into the new cluster",
    why: "With bootstrapClusterCreatorAdminPermissions off nobody has access but by an access entry, and without one with an administrator's policy the first release is refused.",
    symptom: "The release fails: the server has asked for the client to provide credentials (401), or Forbidden.",
    source: "EKS API reference: CreateAccessConfigRequest; EKS user guide: access-entries, access-policy-permissions",
    fix: "Add an access entry with AmazonEKSClusterAdminPolicy for the role that deploys, and let the releases depend on it; or set bootstrapClusterCreatorAdminPermissions to true.",
    *check({ creatorIsAdmin, accessEntries }, model) {
      if (creatorIsAdmin !== false || !installs(model)) return;
      // Groups may be bound to rights, but only by somebody who has access.
      if (accessEntries.some(({ policies }) => policies.some((policy) => ADMIN.test(policy)))) return;
      yield {
        at: "access.bootstrapClusterCreatorAdminPermissions",
        found: "false, and no access entry with an administrator's policy",
        expected: "an entry for whoever deploys",
      };
    },
  },
]);
