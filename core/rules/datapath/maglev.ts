import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { MAGLEV_TABLE_SIZES, maglevBackends, MAGLEV_DEFAULT_TABLE_SIZE } from "../../facts/helm-enums.ts";
import { type Values, shown } from "../common.ts";

const KPR = "Cilium docs: network/kubernetes/kubeproxy-free";

const usesMaglev = (values: Values): boolean =>
  values.text("loadBalancer.algorithm") === "maglev" || values.on("bpf.lbAlgorithmAnnotation");

export default rulesOn(ciliumValues, [
  {
    id: "datapath-maglev-table",
    severity: "error",
    title: "Maglev's table has a size that Cilium knows and enough room",
    why: "The agent refuses other sizes; a table of less than a hundred entries a backend spreads unevenly and moves more connections at every change.",
    source: `${KPR}, Maglev`,
    fix: "Choose a size that Cilium knows, with a hundred entries a backend.",
    *check(values, { settings }) {
      if (!usesMaglev(values)) return;
      const size = values.get("maglev.tableSize") ?? MAGLEV_DEFAULT_TABLE_SIZE;
      if (typeof size !== "number" || !(MAGLEV_TABLE_SIZES as readonly number[]).includes(size)) {
        yield {
          at: "maglev.tableSize",
          found: shown(size),
          expected: `one of ${MAGLEV_TABLE_SIZES.join(", ")}`,
          fix: "Choose one of these.",
        };
        return;
      }
      const backends = settings?.cilium?.loadBalancer?.largestServiceBackends ?? 0;
      if (backends <= maglevBackends(size)) return;
      const enough = MAGLEV_TABLE_SIZES.find((one) => maglevBackends(one) >= backends);
      yield {
        at: "maglev.tableSize",
        found: `${String(size)} for ${String(backends)} backends`,
        expected: `${String(backends * 100)} entries or more`,
        fix: enough === undefined ? "Split the Service: no table is large enough." : `Set it to ${String(enough)}.`,
      };
    },
  },
  {
    id: "datapath-maglev-idle",
    severity: "warning",
    title: "A Maglev table is there for Services that use it",
    why: "Without the algorithm, for all Services or by their annotation, the size changes nothing.",
    source: `${KPR}, Maglev`,
    fix: "Remove it, or set cilium.loadBalancer.algorithm to maglev.",
    *check(values) {
      if (!values.has("maglev.tableSize") || usesMaglev(values)) return;
      yield {
        at: "maglev.tableSize",
        found: `${shown(values.get("maglev.tableSize"))} with loadBalancer.algorithm ${values.text("loadBalancer.algorithm") ?? "random"}`,
        expected: "loadBalancer.algorithm maglev, or algorithmAnnotation",
      };
    },
  },
]);
