import { rulesOn } from "../rule.ts";
import { ciliumValues, objects, wholeModel } from "../subjects.ts";
import { gatewayApiBundle, servedVersions, unservedKinds } from "../../facts/gateway-api.ts";
import { ciliumTuple } from "../../facts/versions.ts";
import type { ClusterModel } from "../../model/index.ts";
import { compareVersions, parseVersion } from "../../facts/version.ts";
import { Values, ciliumSubject } from "../common.ts";

const TUPLES =
  "cilium/cilium operator/pkg/gateway-api/cell.go; cilium/cilium#44920, #45139, #46031; gateway-api config/crd at v1.4.1 and v1.6.1";

/** The bundle that is in the cluster: what the user says, else that of the Cilium version which runs there. */
function bundleBefore({ gatewayApi, cilium }: ClusterModel): string | undefined {
  const said = gatewayApi?.installedBundle;
  if (said !== undefined) return parseVersion(said) === undefined ? undefined : said;
  return cilium?.installedVersion === undefined ? undefined : ciliumTuple(cilium.installedVersion)?.gatewayApi;
}

/** First bundle with the admission policy that denies steps back. */
const FIRST_WITH_POLICY = "v1.5.0";
const bringsPolicy = (bundle: string | undefined): boolean =>
  bundle === undefined || compareVersions(bundle, FIRST_WITH_POLICY) >= 0;

const GROUP = "gateway.networking.k8s.io/";

/** A stack that makes its cluster: what it does not install is not there. */
const isWholeStack = ({ settings }: ClusterModel): boolean =>
  settings !== undefined && settings.cluster.existing === undefined;

export default [
  ...rulesOn(wholeModel("cilium", "gatewayApi"), [
    {
      id: "versions-gateway-api-pair",
      severity: "error",
      title: "The Gateway API bundle is the one that the Cilium minor works with",
      why: "1.19 dies on bundles from 1.5 on, which list TLSRoute v1alpha2 without serving it; 1.20 leaves its whole Gateway controller off with older ones, in one log line.",
      symptom:
        "With 1.19 the operator restarts again and again; with 1.20 Gateways stay without status and the operator's log has one line on missing CRDs.",
      source: TUPLES,
      fix: "Install the bundle of the Cilium minor, before Cilium.",
      *check({ cilium, gatewayApi }) {
        const tuple = ciliumTuple(cilium.version);
        if (tuple === undefined || gatewayApi.bundle === undefined || gatewayApi.bundle === tuple.gatewayApi) return;
        const bundle = gatewayApiBundle(gatewayApi.bundle);
        const missing =
          bundle === undefined
            ? []
            : unservedKinds(cilium.version, bundle, gatewayApi.channel).filter(({ required }) => required);
        const lacks =
          missing.length === 0
            ? ""
            : `, which serves no ${missing.map(({ kind, version }) => `${kind} ${version}`).join(", ")}`;
        yield {
          subject: ciliumSubject(cilium),
          path: "gatewayApi.bundle",
          found: `${gatewayApi.bundle}${lacks}`,
          expected: `${tuple.gatewayApi} with Cilium ${tuple.minor}`,
          fix: `Install ${tuple.gatewayApi}, before Cilium.`,
        };
      },
    },
  ]),
  ...rulesOn(ciliumValues, [
    {
      id: "versions-gateway-api-present",
      severity: "warning",
      title: "Somebody installs the Gateway API before Cilium",
      why: "The operator looks for the CRDs once, when it starts: without them the controller stays off until it is restarted, and the chart's GatewayClass fails the release.",
      symptom: "Gateways stay without status, or the release fails on the kind GatewayClass.",
      source: TUPLES,
      fix: "Install the bundle and let the release depend on it, or waive this where another stack does.",
      *check(values, model) {
        const { cilium, gatewayApi } = model;
        if (gatewayApi !== undefined || !values.gateway || isWholeStack(model)) return;
        const bundle = ciliumTuple(cilium.version)?.gatewayApi ?? "the bundle of its minor";
        yield {
          at: "gatewayAPI.enabled",
          found: "true, and no Gateway API bundle in this program",
          expected: `${bundle}, installed before Cilium`,
          fix: `Install ${bundle} and let the release depend on it, or waive this where another stack does.`,
        };
      },
    },
    {
      id: "versions-gateway-api-installed",
      severity: "error",
      title: "A stack that switches Cilium's Gateway controller on installs the Gateway API",
      why: "gatewayAPI.enabled among the Helm values switches the controller on and nothing else: a new cluster has no definitions, the operator looks for them once, and the chart's GatewayClass fails the release.",
      symptom: "The release fails on the kind GatewayClass, or Gateways stay without status.",
      source: TUPLES,
      fix: "Set gateway.enabled to true in place of the Helm value: it installs the bundle first.",
      also: ["settings"],
      *check(values, model) {
        if (model.gatewayApi !== undefined || !values.gateway || !isWholeStack(model)) return;
        yield {
          at: "gatewayAPI.enabled",
          found: "true, and nobody installs the Gateway API in a new cluster",
          expected: "gateway.enabled: true",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("cilium", "gatewayApi"), [
    {
      id: "versions-gateway-api-after",
      severity: "error",
      title: "The Gateway API is installed before Cilium, not after it",
      why: "The operator looks for the definitions once, when it starts: installed later they are there and nobody serves them until the operator is restarted.",
      symptom: "Gateways stay without status; the operator's log has one line on missing CRDs.",
      source: `${TUPLES}; cilium/cilium#29207, #28982`,
      fix: "Let Cilium's release depend on the bundle, and take the release out of the bundle's dependsOn.",
      *check({ cilium, gatewayApi }) {
        if (gatewayApi.order !== "after" || !new Values(cilium).gateway) return;
        yield {
          subject: "Gateway API",
          path: "gatewayApi",
          found: "a bundle that waits for Cilium's release",
          expected: "a release that waits for the bundle",
        };
      },
    },
    {
      id: "versions-gateway-api-unordered",
      severity: "warning",
      title: "Cilium's release waits for the Gateway API",
      why: "Without an order both are installed at once, and the operator looks for the definitions once: whether it finds them is chance.",
      symptom: "Gateways stay without status after the first run, until the operator is restarted.",
      source: `${TUPLES}; cilium/cilium#29207, #28982`,
      fix: "Add every resource of the bundle to the dependsOn of Cilium's release.",
      *check({ cilium, gatewayApi }) {
        if (gatewayApi.order !== "none" || !new Values(cilium).gateway) return;
        yield {
          subject: "Gateway API",
          path: "gatewayApi",
          found: "a bundle and a release that do not wait for each other",
          expected: "a release that waits for the bundle",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("gatewayApi"), [
    {
      id: "versions-gateway-api-downgrade",
      severity: "error",
      title: "The Gateway API goes neither to an older bundle nor from standard to experimental unprepared",
      why: "Bundles from 1.5 on bring an admission policy that denies both: the update stops half-way, with Cilium already changed or not yet.",
      symptom: "The API server denies the CRDs; the message names safe-upgrades.gateway.networking.k8s.io.",
      source: "gateway-api gateway.networking.k8s.io_vap_safeupgrades.yaml at v1.6.1, tried on a real API server",
      fix: "Delete the admission policy safe-upgrades.gateway.networking.k8s.io and its binding first, then update.",
      *check(model) {
        const { bundle, channel, installedChannel } = model.gatewayApi;
        const installedBundle = bundleBefore(model);
        const removal =
          "First: kubectl delete validatingadmissionpolicybinding,validatingadmissionpolicy safe-upgrades.gateway.networking.k8s.io; then update.";
        if (bundle !== undefined && installedBundle !== undefined && compareVersions(bundle, installedBundle) < 0) {
          yield {
            subject: "Gateway API",
            path: "gatewayApi.bundle",
            found: `${bundle} over ${installedBundle}`,
            expected: `${installedBundle} or newer`,
            fix: removal,
          };
        }
        const guarded = bringsPolicy(installedBundle) || bringsPolicy(bundle);
        if (installedChannel === "standard" && channel === "experimental" && guarded) {
          yield {
            subject: "Gateway API",
            path: "gatewayApi.channel",
            found: "experimental over standard",
            expected: "the channel that is installed",
            fix: removal,
          };
        }
      },
    },
    {
      id: "versions-gateway-api-tlsroute",
      severity: "error",
      title: "TLSRoutes of the old bundle stay readable with the new one",
      why: "v1.4.1 stores them as v1alpha2 or v1alpha3; the standard bundle from 1.5 on lists these versions without serving them, and the API server can no longer read what is stored.",
      symptom: "`kubectl get tlsroutes` fails.",
      source: "cilium/cilium#47408; gateway-api config/crd at v1.4.1 and v1.6.1",
      fix: "Set gateway.channel to experimental for this update, write every TLSRoute anew as v1, then go back.",
      *check(model) {
        const { gatewayApi, objects: all = [] } = model;
        const { bundle, channel, installedChannel } = gatewayApi;
        const installedBundle = bundleBefore(model);
        if (bundle === undefined || installedBundle === undefined || channel !== "standard") return;
        if (bringsPolicy(installedBundle) || !bringsPolicy(bundle)) return;
        if (installedChannel !== "experimental" && !all.some(({ kind }) => kind === "TLSRoute")) return;
        yield {
          subject: "Gateway API",
          path: "gatewayApi.channel",
          found: `standard ${bundle} over TLSRoutes of ${installedBundle}`,
          expected: `the experimental TLSRoute of ${bundle} until every object is stored as v1`,
        };
      },
    },
  ]),
  ...rulesOn(
    objects((model) => model.objects),
    [
      {
        id: "versions-gateway-api-served",
        severity: "error",
        title: "Gateway API objects are of versions that the bundle serves",
        why: "The API server refuses the object, in the middle of an update.",
        symptom: "The API server answers: no matches for kind.",
        source: "gateway-api config/crd at v1.4.1 and v1.6.1",
        fix: "Write the object in a version that the bundle serves.",
        also: ["gatewayApi"],
        *check({ apiVersion, kind }, { gatewayApi }) {
          const bundle = gatewayApi?.bundle === undefined ? undefined : gatewayApiBundle(gatewayApi.bundle);
          if (gatewayApi === undefined || bundle === undefined || !apiVersion.startsWith(GROUP)) return;
          const served = servedVersions(bundle, gatewayApi.channel, kind);
          if (served.includes(apiVersion.slice(GROUP.length))) return;
          yield {
            at: "apiVersion",
            found: `${apiVersion} with the ${gatewayApi.channel} bundle ${bundle.version}`,
            expected:
              served.length === 0 ? "another kind, or the experimental channel" : `${GROUP}${served.join(" or ")}`,
            fix:
              served.length === 0
                ? "Set gateway.channel to experimental where that bundle has the kind, or leave the object out."
                : `Write it as ${GROUP}${served[0] ?? ""}.`,
          };
        },
      },
    ],
  ),
];
