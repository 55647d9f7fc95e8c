import type { OidcProviderModel, PodIdentityAssociationModel } from "../core/model/index.ts";
import { type Registered, type PartView, at, listAt, nothing, ofType, read } from "./registered.ts";

/** Pod Identity associations as resources of their own. */
export function viewAssociations(resources: readonly Registered[]): PartView<readonly PodIdentityAssociationModel[]> {
  const all = ofType(resources, "aws:eks/podIdentityAssociation:PodIdentityAssociation");
  if (all.length === 0) return nothing;
  return {
    part: all.map(({ name, props }) => ({
      name,
      namespace: read(props, "namespace", ""),
      serviceAccount: read(props, "serviceAccount", ""),
    })),
    origins: Object.fromEntries(all.map(({ name, urn }) => [`associations.${name}`, urn])),
  };
}

/** OIDC providers; those of other issuers than EKS (a CI's, say) are none of the cluster's. */
export function viewOidcProviders(resources: readonly Registered[]): PartView<readonly OidcProviderModel[]> {
  const all = ofType(resources, "aws:iam/openIdConnectProvider:OpenIdConnectProvider").filter(({ props }) => {
    const url = at(props, "url");
    return typeof url !== "string" || /oidc[.-]eks\./.test(url);
  });
  if (all.length === 0) return nothing;
  return {
    part: all.map(({ name, props }) => {
      const url = read<string>(props, "url", "");
      return {
        name,
        issuer: typeof url === "string" ? url.replace(/^https:\/\//, "") : url,
        audiences: listAt(props, "clientIdLists"),
      };
    }),
    origins: Object.fromEntries(all.map(({ name, urn }) => [`oidcProviders.${name}`, urn])),
  };
}
