import { isList } from "../../model/json.ts";
import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import type { Json } from "../../model/index.ts";
import { minorOfCilium, shown } from "../common.ts";

const VALIDATE = "templates/validate.yaml of the Cilium charts 1.19.6 and 1.20.0";
const CONFIG_MAP = "templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0";

/** What the chart wants of the mesh's store, as a sentence part; undefined where it is content. */
const MESH_STORE = "clustermesh.apiserver.kvstoremesh";

const BACKOFF = new Set<Json | undefined>(["KUBE_CLIENT_BACKOFF_BASE", "KUBE_CLIENT_BACKOFF_DURATION"]);

const MAX_BASE_ID = 4_294_967_295;

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-api-server-once",
    severity: "error",
    title: "The API server's address is given in one place",
    why: "The chart refuses k8sServiceHost beside k8sServiceHostRef.",
    source: VALIDATE,
    fix: "Remove k8sServiceHostRef.",
    *check(values) {
      if (
        !values.given("k8sServiceHost") ||
        !values.given("k8sServiceHostRef.name") ||
        !values.given("k8sServiceHostRef.key")
      )
        return;
      yield {
        at: "k8sServiceHostRef",
        found: "name and key, beside k8sServiceHost",
        expected: "one of them",
      };
    },
  },
  {
    id: "helm-values-mutual-authentication",
    severity: "error",
    title: "SPIRE comes with authentication switched on",
    why: "The chart refuses SPIRE alone. Mutual authentication is deprecated in 1.20.",
    source: `${VALIDATE}; Cilium upgrade notes of 1.20`,
    fix: "Remove authentication.mutual.spire, or set authentication.enabled to true.",
    *check(values) {
      if (!values.on("authentication.mutual.spire.enabled") || values.on("authentication.enabled")) return;
      yield {
        at: "authentication.enabled",
        found: `${shown(values.get("authentication.enabled"))} with authentication.mutual.spire.enabled`,
        expected: "true",
      };
    },
  },
  {
    id: "helm-values-endpoint-objects",
    severity: "error",
    title: "CiliumEndpoints stay where slices or a mesh are made of them",
    why: "The chart refuses disableEndpointCRD with endpoint slices and with the mesh's API server, which both read CiliumEndpoints.",
    source: VALIDATE,
    fix: "Remove disableEndpointCRD.",
    *check(values) {
      if (!values.on("disableEndpointCRD")) return;
      const reader = ["ciliumEndpointSlice.enabled", "clustermesh.useAPIServer"].find((path) => values.on(path));
      if (reader === undefined) return;
      yield {
        at: "disableEndpointCRD",
        found: `true with ${reader}`,
        expected: "false",
      };
    },
  },
  {
    id: "helm-values-mesh-store",
    severity: "error",
    title: "The mesh's store fits where identities are kept",
    why: "The chart refuses an external store without the mesh's API server, KVStoreMesh, one replica and identities in a kvstore; and identities in a kvstore without KVStoreMesh.",
    source: VALIDATE,
    fix: "Leave kvstoreMode internal and KVStoreMesh on.",
    *check(values) {
      const identities = values.text("identityAllocationMode") ?? "crd";
      const mesh = values.on("clustermesh.useAPIServer");
      const off = values.off(`${MESH_STORE}.enabled`);
      if (values.text(`${MESH_STORE}.kvstoreMode`) === "external") {
        const wrong: [string, boolean][] = [
          ["clustermesh.useAPIServer off", !mesh],
          ["KVStoreMesh off", off],
          ["more than one replica", (values.get("clustermesh.apiserver.replicas") ?? 1) !== 1],
          ["identityAllocationMode crd", identities === "crd"],
        ];
        const first = wrong.find(([, holds]) => holds);
        if (first === undefined) return;
        yield {
          at: `${MESH_STORE}.kvstoreMode`,
          found: `external with ${first[0]}`,
          expected: "internal",
          fix: `Remove ${MESH_STORE}.kvstoreMode.`,
        };
      } else if (mesh && off && identities !== "crd") {
        yield {
          at: `${MESH_STORE}.enabled`,
          found: `false with identityAllocationMode ${identities}`,
          expected: "true",
          fix: `Remove ${MESH_STORE}.enabled: true is the default.`,
        };
      }
    },
  },
  {
    id: "helm-values-mesh-certificates",
    severity: "error",
    title: "Certificates of the mesh are no Helm values",
    why: "Chart 1.20 refuses them where generation is off; they are generated, or their secrets made beforehand.",
    symptom: "Helm ends with: the support for providing Cluster Mesh certs and keys as helm values has been removed.",
    source: "templates/validate.yaml of the Cilium chart 1.20.0",
    fix: "Remove the certificates, and set clustermesh.apiserver.tls.auto.enabled or make the secrets beforehand.",
    *check(values, { cilium }) {
      if (minorOfCilium(cilium) === "1.19" || !values.on("clustermesh.useAPIServer")) return;
      const tls = "clustermesh.apiserver.tls";
      if (!values.off(`${tls}.auto.enabled`)) return;
      for (const part of ["server", "admin", "remote"]) {
        const at = `${tls}.${part}.cert`;
        if (values.has(at)) yield { at, found: "a certificate", expected: "nothing" };
      }
    },
  },
  {
    id: "helm-values-header-redaction",
    severity: "error",
    title: "Headers are redacted by one list",
    why: "The chart refuses a list of headers to keep beside a list of headers to hide.",
    source: VALIDATE,
    fix: "Remove one of the two lists.",
    *check(values) {
      const at = "hubble.redact.http.headers";
      if (!values.has(`${at}.allow`) || !values.has(`${at}.deny`)) return;
      yield { at, found: "allow and deny", expected: "one of them", fix: `Remove ${at}.deny, or ${at}.allow.` };
    },
  },
  {
    id: "helm-values-standalone-ui",
    severity: "error",
    title: "A UI of its own has certificates for a relay with TLS",
    why: "The chart refuses hubble.ui.standalone beside a relay that wants client certificates when it gets none.",
    source: VALIDATE,
    fix: "Set hubble.ui.standalone.tls.certsVolume, or remove hubble.ui.standalone.",
    *check(values) {
      if (!values.on("hubble.ui.enabled") || !values.on("hubble.ui.standalone.enabled")) return;
      if (!values.on("hubble.relay.tls.server.enabled") || values.has("hubble.ui.standalone.tls.certsVolume")) return;
      yield {
        at: "hubble.ui.standalone.tls.certsVolume",
        found: "nothing with hubble.relay.tls.server.enabled",
        expected: "a volume with tls.crt, tls.key and ca.crt",
      };
    },
  },
  {
    id: "helm-values-client-backoff",
    severity: "error",
    title: "The API client's back-off is set in one place",
    why: "The chart switches it on by default and refuses the same variables in extraEnv.",
    source: VALIDATE,
    fix: "Use k8sClientExponentialBackoff.backoffBaseSeconds and backoffMaxDurationSeconds instead.",
    *check(values) {
      const variables = values.get("extraEnv");
      if (values.off("k8sClientExponentialBackoff.enabled") || !isList(variables)) return;
      const doubled = variables
        .map((variable) =>
          typeof variable === "object" && variable !== null ? (variable as { name?: Json }).name : "",
        )
        .filter((name) => BACKOFF.has(name));
      if (doubled.length === 0) return;
      yield {
        at: "extraEnv",
        found: `${doubled.map(shown).join(" and ")} with k8sClientExponentialBackoff.enabled`,
        expected: "one of them",
      };
    },
  },
  {
    id: "helm-values-dns-proxy-port",
    severity: "error",
    title: "A DNS proxy of its own has a fixed port",
    why: "Agent and proxy must agree on it, so the chart refuses a port that is chosen at start.",
    source: VALIDATE,
    fix: "Set dnsProxy.proxyPort to 10094.",
    *check(values) {
      const port = values.get("dnsProxy.proxyPort") ?? 0;
      if (!values.on("standaloneDnsProxy.enabled") || (port !== 0 && port !== "" && port !== "0")) return;
      yield {
        at: "dnsProxy.proxyPort",
        found: `${shown(port)} with standaloneDnsProxy.enabled`,
        expected: "a port, for example 10094",
      };
    },
  },
  {
    id: "helm-values-envoy-base-id",
    severity: "error",
    title: "envoy.baseID is 0 to 4294967295",
    why: "The chart refuses everything else.",
    source: VALIDATE,
    fix: "Remove envoy.baseID.",
    *check(values) {
      const id = values.get("envoy.baseID");
      if (typeof id !== "number" || (id >= 0 && id <= MAX_BASE_ID)) return;
      yield {
        at: "envoy.baseID",
        found: String(id),
        expected: `0 to ${String(MAX_BASE_ID)}`,
      };
    },
  },
  {
    id: "helm-values-other-cloud",
    severity: "error",
    title: "No switch of another cloud is on",
    why: "Each brings its own IPAM, operator image and routing: the chart refuses some beside ENI mode, and renders an operator that cannot run on AWS with the others.",
    source: `${CONFIG_MAP}; templates/_helpers.tpl: cilium.operator.cloud`,
    fix: "Remove the switch.",
    *check(values) {
      for (const cloud of ["gke", "aksbyocni", "azure", "alibabacloud"]) {
        const at = `${cloud}.enabled`;
        if (values.on(at)) yield { at, found: "true", expected: "false on EKS", fix: `Remove ${at}.` };
      }
    },
  },
  {
    id: "helm-values-native-routing-ipv6",
    severity: "error",
    title: "Native routing with IPv6 masquerade names the range that is not masqueraded",
    why: "The chart refuses it in every IPAM mode, but with the ip-masq-agent, and in 1.20 where the range is taken from the cluster pool.",
    source: CONFIG_MAP,
    fix: "Set ipv6NativeRoutingCIDR, or remove ipv6.enabled.",
    *check(values, { cilium }) {
      if (values.on("ipMasqAgent.enabled")) return;
      if (minorOfCilium(cilium) !== "1.19" && values.on("nativeRoutingCIDRFromClusterPool")) return;
      if (!values.on("ipv6.enabled") || !values.on("enableIPv6Masquerade")) return;
      if (values.text("routingMode") !== "native" || values.has("ipv6NativeRoutingCIDR")) return;
      yield {
        at: "ipv6NativeRoutingCIDR",
        found: "nothing with enableIPv6Masquerade",
        expected: "the range that pods reach without masquerade",
      };
    },
  },
]);
