import { rulesOn } from "../rule.ts";
import { ciliumGateways, gateways } from "./subjects.ts";
import { minorOfCilium } from "../common.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type Listener, type Ref, find, issuerOf, listenersOf, namespaceOf, ofKind, specOf } from "./objects.ts";
import { isGranted } from "./grants.ts";

/** Listeners that end TLS with Secrets, with their place. */
const terminating = (gateway: KubernetesObject): [number, Listener, readonly Ref[]][] =>
  [...listenersOf(gateway).entries()].flatMap(([at, listener]): [number, Listener, readonly Ref[]][] =>
    listener.tls === undefined || (listener.tls.mode ?? "Terminate") !== "Terminate"
      ? []
      : [[at, listener, listener.tls.certificateRefs ?? []]],
  );

const isSecret = ({ group = "", kind = "Secret" }: Ref): boolean => group === "" && kind === "Secret";

/** Whether the program makes the Secret, or a Certificate that makes it. */
function isMade({ objects }: ClusterModel, ref: Ref, from: string): boolean {
  const namespace = ref.namespace ?? from;
  return (
    find(ofKind(objects, "", "Secret"), ref.name, namespace) !== undefined ||
    ofKind(objects, "cert-manager.io", "Certificate").some(
      (one) => namespaceOf(one) === namespace && specOf<{ secretName?: string }>(one).secretName === ref.name,
    )
  );
}

export default [
  ...rulesOn(ciliumGateways, [
    {
      id: "gateway-certificate-count",
      severity: "error",
      title: "With Cilium 1.20 each listener that ends TLS names exactly one certificate",
      why: "For class cilium the chart's admission policy refuses the Gateway. For a class of one's own nobody does: Envoy then serves one of them, whatever the server name.",
      source: "Cilium chart 1.20.0: ValidatingAdmissionPolicy gateway.cilium.io",
      also: ["cilium"],
      fix: "Use a listener a hostname, each with its certificate; they may share port 443.",
      *check(gateway, { cilium }) {
        if (cilium === undefined || minorOfCilium(cilium) !== "1.20") return;
        for (const [at, { name }, refs] of terminating(gateway)) {
          if (refs.length === 1) continue;
          yield {
            at: `spec.listeners.${String(at)}.tls.certificateRefs`,
            found: `${String(refs.length)} certificates on listener "${name}"`,
            expected: "one",
          };
        }
      },
    },
    {
      id: "gateway-certificate-made",
      severity: "warning",
      title: "Somebody makes the certificate of every listener",
      why: "A listener whose Secret is missing has nothing to end TLS with.",
      symptom: "Every connection is reset, though the Gateway may have Programmed: True.",
      source: "cilium/cilium#47622; Gateway API specification: Listener conditions",
      fix: "Let cert-manager make it (a stack: gateway.tls.certManager and an issuer; a Gateway: annotation cert-manager.io/cluster-issuer), or waive this where the Secret comes from elsewhere.",
      *check(gateway, model) {
        if (issuerOf(gateway) !== undefined) return;
        for (const [at, , refs] of terminating(gateway)) {
          for (const [index, ref] of refs.entries()) {
            if (!isSecret(ref) || isMade(model, ref, namespaceOf(gateway))) continue;
            yield {
              at: `spec.listeners.${String(at)}.tls.certificateRefs.${String(index)}`,
              found: `Secret ${ref.namespace ?? namespaceOf(gateway)}/${ref.name}, which this program does not make`,
              expected: "the Secret, a Certificate, or an issuer in the Gateway's annotations",
            };
          }
        }
      },
    },
  ]),
  ...rulesOn(gateways, [
    {
      id: "gateway-certificate-kind",
      severity: "error",
      title: "Certificates of listeners are Secrets",
      why: "Nothing else is read; the listener stays unresolved and resets every connection.",
      source: "Gateway API specification: Listener.tls.certificateRefs",
      fix: "Name the Secret that the certificate is in: spec.secretName of a Certificate.",
      *check(gateway) {
        for (const [at, , refs] of terminating(gateway)) {
          for (const [index, ref] of refs.entries()) {
            if (isSecret(ref)) continue;
            yield {
              at: `spec.listeners.${String(at)}.tls.certificateRefs.${String(index)}`,
              found: `${ref.kind ?? "Secret"} of group "${ref.group ?? ""}"`,
              expected: "kind Secret of the core group",
            };
          }
        }
      },
    },
    {
      id: "gateway-certificate-grant",
      severity: "error",
      title: "A certificate in another namespace is granted there",
      why: "Without a ReferenceGrant the listener serves nothing.",
      symptom: "The listener has ResolvedRefs: False with reason RefNotPermitted.",
      source: "Gateway API specification: ReferenceGrant; cilium/cilium#37778",
      fix: "Create the grant in the Secret's namespace, or keep the certificate in the Gateway's.",
      *check(gateway, model) {
        for (const [at, , refs] of terminating(gateway)) {
          for (const [index, ref] of refs.entries()) {
            const from = { kind: "Gateway", namespace: namespaceOf(gateway) };
            if (!isSecret(ref) || isGranted(model, from, { kind: "Secret", ...ref })) continue;
            yield {
              at: `spec.listeners.${String(at)}.tls.certificateRefs.${String(index)}`,
              found: `Secret ${ref.namespace ?? ""}/${ref.name}, without a ReferenceGrant`,
              expected: `a ReferenceGrant in ${ref.namespace ?? ""} for Gateways of ${from.namespace}`,
            };
          }
        }
      },
    },
    {
      id: "gateway-certificate-asked",
      severity: "error",
      title: "Listeners whose certificate cert-manager is asked for have a hostname and a Secret beside them",
      why: "cert-manager leaves out listeners without a hostname and Secrets of other namespaces, in one log line.",
      source: "cert-manager docs: usage/gateway; cert-manager/cert-manager#5610",
      fix: "Give the listener a hostname and keep its Secret beside the Gateway, or create the Certificate yourself.",
      *check(gateway, model) {
        if (issuerOf(gateway) === undefined) return;
        for (const [at, { name, hostname = "" }, refs] of terminating(gateway)) {
          const elsewhere = refs.findIndex(
            ({ namespace }) => namespace !== undefined && namespace !== namespaceOf(gateway),
          );
          if (elsewhere >= 0) {
            if (isMade(model, refs[elsewhere] as Ref, namespaceOf(gateway))) continue;
            yield {
              at: `spec.listeners.${String(at)}.tls.certificateRefs.${String(elsewhere)}`,
              found: `a Secret in ${refs[elsewhere]?.namespace ?? ""}`,
              expected: "a Secret in the Gateway's namespace",
              fix: "Keep the Secret beside the Gateway, or create a Certificate in the other namespace.",
            };
          } else if (hostname === "" && refs.some((ref) => !isMade(model, ref, namespaceOf(gateway)))) {
            yield {
              at: `spec.listeners.${String(at)}.hostname`,
              found: `nothing on listener "${name}"`,
              expected: "the hostname that the certificate is for",
              fix: "Write the hostname, or create the Certificate yourself.",
            };
          }
        }
      },
    },
  ]),
];
