import { describe, expect, it } from "vitest";
import { Field, UNRECOGNISED } from "../../../../service-map/flows/fields.ts";
import { FlowScanner } from "../../../../service-map/flows/scan.ts";
import { isCurrent } from "../../../../scripts/kernel.ts";

const line = (pod: number, padding = ""): Buffer =>
  Buffer.from(
    `{"flow":{"source":{"ID":${String(pod)},"pod_name":"pod-${String(pod)}${padding}"},"IP":{"destination":"203.0.113.9"}}}`,
  );
function scanned(scanner: FlowScanner, bytes: Buffer): number {
  expect(scanner.scan(bytes, 0, bytes.length)).toBe(true);
  return scanner.source;
}

describe("the compiled scanner", () => {
  it("is that of its source", () => {
    expect(isCurrent()).toBe(true);
  });

  it("recognises endpoints that were kept, forgets when there are too many, and mistakes none for another", () => {
    const scanner = new FlowScanner();
    const pods = 150_000;
    for (let pod = 0; pod < pods; pod++) {
      const known = scanned(scanner, line(pod));
      if (known !== UNRECOGNISED) throw new Error(`pod ${String(pod)} was taken for ${String(known)}`);
      scanner.keep(Field.Source, pod);
    }
    let kept = 0;
    for (let pod = 0; pod < pods; pod++) {
      const known = scanned(scanner, line(pod));
      if (known === UNRECOGNISED) continue;
      kept++;
      if (known !== pod) throw new Error(`pod ${String(pod)} was taken for ${String(known)}`);
    }
    expect(kept).toBeGreaterThan(5000);
    expect(kept).toBeLessThan(pods);
  });

  it("tells endpoints apart that begin alike", () => {
    const scanner = new FlowScanner();
    const [short, long] = [line(7), line(7, "-and-more-of-it-to-be-longer-than-a-word-of-sixteen-bytes")];
    scanned(scanner, short);
    scanner.keep(Field.Source, 1);
    expect(scanned(scanner, long)).toBe(UNRECOGNISED);
    scanner.keep(Field.Source, 2);
    expect([scanned(scanner, short), scanned(scanner, long)]).toEqual([1, 2]);
  });

  it("says where fields are in the caller's bytes, wherever these are", () => {
    const scanner = new FlowScanner();
    const bytes = line(3);
    const shifted = Buffer.concat([Buffer.from("xxxx"), bytes]);
    const address = (from: Buffer) =>
      from.toString("utf8", scanner.spans[Field.DestinationIp], scanner.spans[Field.DestinationIp + 1]);
    expect(scanner.scan(shifted, 4, shifted.length)).toBe(true);
    expect(address(shifted)).toBe("203.0.113.9");
    bytes.copy(scanner.input, 100);
    expect(scanner.scan(scanner.input, 100, 100 + bytes.length)).toBe(true);
    expect(address(scanner.input)).toBe("203.0.113.9");
  });

  it("leaves a line that is longer than its room to who asks", () => {
    const scanner = new FlowScanner();
    const bytes = line(1, "x".repeat(2 << 20));
    expect(scanner.scan(bytes, 0, bytes.length)).toBe(false);
  });
});
