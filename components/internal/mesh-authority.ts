import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CertificateAuthority } from "../../core/settings/index.ts";
import { asInput } from "./ref.ts";
import { type Scope, childName, childOptions } from "./scope.ts";

/** Name that every certificate job of the chart takes its CA from (templates/clustermesh-apiserver/tls-cronjob/_job-spec.tpl). */
const CA_SECRET = "cilium-ca";

/** The mesh's CA, in place before Cilium's jobs would make one of their own. */
export const createMeshAuthority = (
  scope: Scope,
  { certificate, privateKey }: CertificateAuthority,
  options: { readonly provider: kubernetes.Provider; readonly dependsOn: readonly pulumi.Resource[] },
): kubernetes.core.v1.Secret =>
  new kubernetes.core.v1.Secret(
    childName(scope, "mesh-ca"),
    {
      metadata: { name: CA_SECRET, namespace: "kube-system" },
      stringData: { "ca.crt": pulumi.secret(asInput(certificate)), "ca.key": pulumi.secret(asInput(privateKey)) },
    },
    childOptions(scope, { ...options, dependsOn: [...options.dependsOn] }),
  );
