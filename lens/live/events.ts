import type { LiveEvent, LogTrouble } from "../../core/model/index.ts";
import { type Raw, ageOf, namespaceOf } from "./raw.ts";

interface RawEvent extends Raw {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

const MOST_KINDS = 500;
const MOST_LETTERS = 500;

/** Warnings, the same ones counted together: a hundred pods that wait for an address are one line. */
export class EventCount {
  readonly #at: number;
  readonly #byText = new Map<string, LiveEvent>();

  constructor(at: number) {
    this.#at = at;
  }

  add(items: readonly unknown[]): void {
    for (const event of items as readonly RawEvent[]) {
      if (event.type !== "Warning") continue;
      const { involvedObject = {}, reason = "", message = "" } = event;
      const key = `${reason} ${involvedObject.kind ?? ""} ${withoutNames(message)}`;
      const before = this.#byText.get(key);
      if (before === undefined && this.#byText.size >= MOST_KINDS) continue;
      const time =
        event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp;
      const ageSeconds = ageOf(time, this.#at);
      const count = (before?.count ?? 0) + (event.series?.count ?? event.count ?? 1);
      this.#byText.set(key, {
        ...(before ?? {
          reason,
          kind: involvedObject.kind ?? "",
          namespace: involvedObject.namespace ?? namespaceOf(event),
          name: involvedObject.name ?? "",
          message: message.slice(0, MOST_LETTERS),
        }),
        count,
        ageSeconds: Math.min(before?.ageSeconds ?? ageSeconds, ageSeconds),
      });
    }
  }

  done(): readonly LiveEvent[] {
    return [...this.#byText.values()].toSorted((a, b) => b.count - a.count);
  }
}

/** Names, ids and numbers differ from pod to pod; what happened is the rest. */
const withoutNames = (message: string): string =>
  message.replaceAll(/"[^"]*"|[0-9a-f]{8,}|\d+/g, "#").slice(0, MOST_LETTERS);

/** How the operator's log and EC2's error codes name each kind of trouble (pkg/aws/ipam/node.go and operator/pkg/ipam/nodemanager/node.go of 1.20, which are pkg/aws/eni/node.go and pkg/ipam/node.go in 1.19; EC2 API reference: errors-overview). */
const TROUBLES: Readonly<Record<LogTrouble, RegExp>> = {
  throttled: /RequestLimitExceeded|Throttling/,
  denied: /UnauthorizedOperation|AccessDenied|is not authorized to perform/,
  "no-addresses": /No matching subnet available|InsufficientFreeAddressesInSubnet/,
  "no-prefixes": /InsufficientCidrBlocks/,
  "interface-limit": /NetworkInterfaceLimitExceeded|AttachmentLimitExceeded/,
  "out-of-interfaces": /Instance is out of interfaces/,
};

export const NO_TROUBLE: Readonly<Record<LogTrouble, number>> = {
  throttled: 0,
  denied: 0,
  "no-addresses": 0,
  "no-prefixes": 0,
  "interface-limit": 0,
  "out-of-interfaces": 0,
};

/** Lines of the operator's log that tell of each kind of trouble. */
export function troublesIn(log: string): Readonly<Record<LogTrouble, number>> {
  const counts = { ...NO_TROUBLE };
  for (const line of log.split("\n")) {
    for (const [trouble, says] of Object.entries(TROUBLES) as [LogTrouble, RegExp][])
      if (says.test(line)) counts[trouble]++;
  }
  return counts;
}
