import { describe, expect, it } from "vitest";
import { type Unmarked, looksLikeAnswer } from "../../../../service-map/flows/direction.ts";

describe("an event that nobody marked", () => {
  it.each<[string, Unmarked, boolean]>([
    ["a caller's first packet", { sourcePort: 51_544, destinationPort: 8080, flags: { SYN: true } }, false],
    ["the answer to it", { sourcePort: 8080, destinationPort: 51_544, flags: { SYN: true, ACK: true } }, true],
    [
      "a call to a high port, by its handshake",
      { sourcePort: 1024, destinationPort: 50_051, flags: { SYN: true } },
      false,
    ],
    ["a datagram to a server", { sourcePort: 40_000, destinationPort: 53 }, false],
    ["a datagram from a server", { sourcePort: 53, destinationPort: 40_000 }, true],
    ["a packet within a connection", { sourcePort: 8080, destinationPort: 51_544, flags: { ACK: true } }, true],
    ["two high ports", { sourcePort: 40_000, destinationPort: 50_051 }, false],
    ["two low ports", { sourcePort: 500, destinationPort: 500 }, false],
    ["no ports, as with ICMP", { sourcePort: 0, destinationPort: 0 }, false],
  ])("is read as what it is: %s", (_, event, answer) => {
    expect(looksLikeAnswer(event)).toBe(answer);
  });
});
