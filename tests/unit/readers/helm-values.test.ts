import { describe, expect, it } from "vitest";
import { type ReaderCase, checkFiles, foundBy } from "../../support/readers.ts";

const CASES: readonly ReaderCase[] = [
  {
    name: "a key that the chart refuses",
    files: { "values.yaml": "kubeProxyReplacement: true\ntunnel: disabled\n" },
    finds: ["helm-values-key-fails values.yaml:2:1"],
  },
  {
    name: "values for Talos, which must not be told of EKS",
    files: {
      "values.yaml":
        "ipam: {mode: kubernetes}\nkubeProxyReplacement: true\ncgroup: {autoMount: {enabled: false}, hostRoot: /sys/fs/cgroup}\nk8sServiceHost: localhost\nk8sServicePort: 7445\n",
    },
    finds: [],
    notes: ["Nothing here says that the cluster runs on EKS"],
  },
];

describe("values of the cilium chart", () => {
  it.each(CASES)("$name", (one) => {
    expect(foundBy(one)).toEqual(one.finds);
    const { notes } = checkFiles(one.files, one.options);
    for (const note of one.notes ?? []) expect(notes.join("\n")).toContain(note);
  });
});
