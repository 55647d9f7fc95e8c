import { cases } from "../../../../support/rule-cases.ts";
import { addon, unknown } from "../../../../support/model.ts";
import { undecidedValues, withValues } from "../../../../support/observability.ts";

const METHOD = "hubble.tls.auto.method";
const VALIDITY = "hubble.tls.auto.certValidityDuration";
const lasting = (days: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  withValues({ [METHOD]: "cronJob", [VALIDITY]: days, ...more });
const issuedBy = (name: string) => withValues({ [METHOD]: "certmanager" }, { addons: [addon({ name })] });
const tls = { "hubble.metrics.tls.enabled": true };

export default cases({
  "observability-hubble-tls": {
    fails: [
      ["Hubble without TLS", withValues({ "hubble.tls.enabled": false }), { path: "cilium.values.hubble.tls.enabled" }],
    ],
    passes: [
      ["the default", withValues({})],
      ["no Hubble at all", withValues({ "hubble.enabled": false, "hubble.tls.enabled": false })],
    ],
    unknown: [["a switch that is not known", undecidedValues("hubble.tls.enabled")]],
  },
  "observability-metrics-tls": {
    fails: [
      [
        "a certificate with a template's text in it",
        withValues({ ...tls, [METHOD]: "cronJob" }),
        { path: "cilium.values.hubble.metrics.tls.enabled" },
      ],
    ],
    passes: [
      ["certificates by cert-manager", withValues({ ...tls, [METHOD]: "certmanager" })],
      [
        "a secret of one's own",
        withValues({ ...tls, [METHOD]: "cronJob", "hubble.metrics.tls.server.existingSecret": "mine" }),
      ],
      ["metrics without TLS", withValues({ [METHOD]: "cronJob" })],
    ],
    unknown: [["a switch that is not known", undecidedValues("hubble.metrics.tls.enabled")]],
  },
  "observability-cert-manager": {
    fails: [
      ["certificates that nobody issues", withValues({ [METHOD]: "certmanager" }), { path: `cilium.values.${METHOD}` }],
      ["another add-on", issuedBy("coredns"), { path: `cilium.values.${METHOD}` }],
    ],
    passes: [
      [
        "a cert-manager",
        withValues(
          { [METHOD]: "certmanager" },
          { releases: [{ name: "a", chart: "oci://quay.io/jetstack/charts/cert-manager", values: {} }] },
        ),
      ],
      ["the add-on cert-manager", issuedBy("cert-manager")],
      ["the job of the chart", withValues({ [METHOD]: "cronJob" })],
    ],
    unknown: [["a method that is not known", undecidedValues(METHOD)]],
  },
  "observability-certificate-validity": {
    fails: [
      ["certificates that end before the next run", lasting(90), { path: `cilium.values.${VALIDITY}` }],
      ["likewise on the last day", lasting(123), { path: `cilium.values.${VALIDITY}` }],
      [
        "likewise by the schedule in words",
        lasting(90, { "hubble.tls.auto.schedule": "0 0 1 */4 *" }),
        { path: `cilium.values.${VALIDITY}` },
      ],
      ["a number in a text", lasting("90"), { path: `cilium.values.${VALIDITY}` }],
      ["certificates that outlive the CA at the second run", lasting(973), { path: `cilium.values.${VALIDITY}` }],
    ],
    passes: [
      ["the default", withValues({ [METHOD]: "cronJob" })],
      ["one day more than the gap", lasting(124)],
      ["as long as the CA allows", lasting(972)],
      ["short ones that are renewed often", lasting(90, { "hubble.tls.auto.schedule": "0 0 1 * *" })],
      ["short ones of cert-manager, which renews in time", lasting(30, { [METHOD]: "certmanager" })],
      ["a Hubble without TLS", lasting(30, { "hubble.tls.enabled": false })],
      ["certificates from elsewhere", lasting(30, { "hubble.tls.auto.enabled": false })],
      ["no Hubble", lasting(30, { "hubble.enabled": false })],
    ],
    unknown: [
      ["a validity that is not known", lasting(unknown)],
      ["a method that is not known", undecidedValues(METHOD)],
    ],
  },
});
