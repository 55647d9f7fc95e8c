import { describe, expect, it } from "vitest";
import { KERNEL_FLOORS, kernelFloor, kernelSupports, nodeOs } from "../../../../core/facts/kernels.ts";
import { CILIUM_TUPLES } from "../../../../core/facts/versions.ts";

describe("kernels", () => {
  it("of every node image in a tuple's window run Cilium", () => {
    for (const { kubernetes } of CILIUM_TUPLES) {
      for (const version of [kubernetes.min, kubernetes.max]) {
        for (const image of ["AL2023", "Bottlerocket"] as const) {
          expect(kernelSupports(nodeOs(image, version)?.kernel ?? "0.0", "Cilium")).toBe(true);
        }
      }
    }
  });

  it("are compared by number: 6.12 is newer than 6.8", () => {
    expect(kernelSupports("6.12", "netkit")).toBe(true);
    expect(kernelSupports("6.1", "netkit")).toBe(false);
  });

  it("differ by Kubernetes version", () => {
    expect(nodeOs("AL2023", "1.32")?.kernel).toBe("6.1");
    expect(nodeOs("AL2023", "1.35.2")).toMatchObject({ kernel: "6.12", primaryInterface: "ens5" });
    expect(nodeOs("Bottlerocket", "1.36")).toMatchObject({ kernel: "6.18", primaryInterface: "eth0" });
    expect(nodeOs("AL2023", "1.29")).toBeUndefined();
  });

  it("have one floor a feature", () => {
    for (const floor of KERNEL_FLOORS) expect(kernelFloor(floor.feature)).toBe(floor);
  });
});
