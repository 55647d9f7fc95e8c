import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { DEFAULT_VALIDITY_DAYS } from "../../observability/defaults.ts";

const TEMPLATES = "templates/hubble of the Cilium charts 1.19.6 and 1.20.0";

/** The chart's own schedule runs on the first of January, May and September: at most 123 days apart. */
const SCHEDULE = "0 0 1 */4 *";
const DAYS_BETWEEN_RUNS = 123;
/** Certgen's own; the chart passes none to it. */
const CA_DAYS = 1095;

export default rulesOn(ciliumValues, [
  {
    id: "observability-hubble-tls",
    severity: "error",
    title: "Agents show flows only to those with a certificate",
    why: "Hubble listens on every node's own address, port 4244: without TLS whoever reaches a node reads its flows.",
    source: "values.yaml of the Cilium charts 1.19.6 and 1.20.0: hubble.tls.enabled",
    fix: "Remove it: true is the default.",
    *check(values) {
      if (!values.off("hubble.tls.enabled") || values.off("hubble.enabled")) return;
      yield { at: "hubble.tls.enabled", found: "false", expected: "true" };
    },
  },
  {
    id: "observability-metrics-tls",
    severity: "error",
    title: "Hubble's metrics get TLS only with certificates that are right",
    why: "With method cronJob the chart writes a template's text into the certificate's name and host: no client trusts it.",
    source: "templates/hubble/tls-cronjob/_job-spec.tpl of the Cilium charts 1.19.6 and 1.20.0, rendered",
    fix: "Remove hubble.metrics.tls, or give it a secret of your own.",
    *check(values) {
      if (!values.on("hubble.metrics.tls.enabled") || values.has("hubble.metrics.tls.server.existingSecret")) return;
      if (values.text("hubble.tls.auto.method") !== "cronJob" || values.off("hubble.tls.auto.enabled")) return;
      yield {
        at: "hubble.metrics.tls.enabled",
        found: "true with hubble.tls.auto.method cronJob",
        expected: "method certmanager, or hubble.metrics.tls.server.existingSecret",
      };
    },
  },
  {
    id: "observability-cert-manager",
    severity: "warning",
    title: "Certificates by cert-manager have a cert-manager",
    why: "Until it issues them the relay waits for its secret, and Hubble's server has none.",
    source: `${TEMPLATES}/tls-certmanager, templates/hubble-relay/deployment.yaml`,
    also: ["releases"],
    fix: "Use cronJob, install it by gateway.tls.certManager, or waive this where it runs already.",
    *check(values, { releases = [], addons = [] }) {
      if (values.text("hubble.tls.auto.method") !== "certmanager" || values.off("hubble.enabled")) return;
      const there =
        releases.some(({ chart }) => /(?:^|\/)cert-manager$/.test(chart)) ||
        addons.some(({ name }) => name === "cert-manager");
      if (there) return;
      yield {
        at: "hubble.tls.auto.method",
        found: "certmanager, and this program installs none",
        expected: "cert-manager in the cluster",
      };
    },
  },
  {
    id: "observability-certificate-validity",
    severity: "error",
    title: "Certificates last longer than it takes until the job renews them, and end before their CA",
    why: "The job makes new ones when its schedule says so, not when the old ones end: shorter ones end before, and the relay loses every node. A certificate that would outlive the CA is not signed by 1.20; by 1.19 it is, and stops being trusted with the CA.",
    source:
      "templates/hubble/tls-cronjob of the Cilium charts 1.19.6 and 1.20.0: schedule, certValidityDuration, --ca-enforce-validity-throughout-leaves-duration",
    fix: `Remove it: the default is ${String(DEFAULT_VALIDITY_DAYS)} days.`,
    *check(values) {
      if (values.off("hubble.enabled") || values.off("hubble.tls.enabled") || values.off("hubble.tls.auto.enabled"))
        return;
      if (values.text("hubble.tls.auto.method") !== "cronJob") return;
      const at = "hubble.tls.auto.certValidityDuration";
      const days = Number(values.get(at) ?? DEFAULT_VALIDITY_DAYS);
      const expected = `${String(DAYS_BETWEEN_RUNS + 1)} to ${String(CA_DAYS - DAYS_BETWEEN_RUNS)} days`;
      // Of a schedule of one's own only its owner knows the gaps.
      if ((values.text("hubble.tls.auto.schedule") ?? SCHEDULE) === SCHEDULE && days <= DAYS_BETWEEN_RUNS)
        yield { at, found: `${String(days)} days, renewed every four months`, expected };
      else if (days > CA_DAYS - DAYS_BETWEEN_RUNS)
        yield { at, found: `${String(days)} days, of a CA that lasts ${String(CA_DAYS)}`, expected };
    },
  },
]);
