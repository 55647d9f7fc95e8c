import { UNKNOWN } from "../../../../../core/model/unknown.ts";
import type { LiveCondition } from "../../../../../core/model/index.ts";
import { CLASS, GATEWAY, ROUTE, SERVICE, live } from "../../../../support/live-model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const no = (type: string, over: Partial<LiveCondition> = {}): LiveCondition => ({
  type,
  status: "False",
  reason: "Why",
  message: "because",
  current: true,
  ...over,
});
const gateway = (over: Partial<typeof GATEWAY>) => live({ gateways: [{ ...GATEWAY, ...over }] });
const listener = (over: Partial<(typeof GATEWAY)["listeners"][number]>, age = 3600) =>
  gateway({ ageSeconds: age, listeners: [{ ...GATEWAY.listeners[0]!, ...over }] });
const route = (over: Partial<typeof ROUTE>) => live({ routes: [{ ...ROUTE, ...over }] });
const service = (over: Partial<typeof SERVICE>) => live({ services: [{ ...SERVICE, ...over }] });
const without = (type: string) => GATEWAY.conditions.filter((one) => one.type !== type);
const foreign = { classes: [{ ...CLASS, controller: "example.com/other" }] };
const unknown = [["Gateways that could not be read", live({ gateways: UNKNOWN as never })]] as const;

export default cases({
  "live-gateways-class": {
    fails: [
      [
        "a class that nobody accepts",
        live({ classes: [{ ...CLASS, conditions: [no("Accepted")] }] }),
        { path: "live.classes.cilium", found: "Accepted is False, Why, because", example: true },
      ],
      ["one without a status", live({ classes: [{ ...CLASS, conditions: [] }] }), { found: "no condition Accepted" }],
    ],
    passes: [
      ["one that is accepted", live()],
      ["a class of somebody else", live({ classes: [{ ...CLASS, controller: "example.com/other", conditions: [] }] })],
    ],
    unknown: [["classes that could not be read", live({ classes: UNKNOWN as never })]],
  },
  "live-gateways-programmed": {
    fails: [
      [
        "no address after an hour",
        gateway({ conditions: [...without("Programmed"), no("Programmed", { reason: "AddressNotAssigned" })] }),
        { path: "live.gateways.edge/edge", found: "AddressNotAssigned", example: true },
      ],
      [
        "ten minutes",
        gateway({ conditions: without("Programmed"), ageSeconds: 600 }),
        { found: "no condition Programmed" },
      ],
      [
        "one that is not accepted",
        gateway({ conditions: [...without("Accepted"), no("Accepted")], ageSeconds: 60 }),
        { found: "Accepted is False" },
      ],
      [
        "a status of before",
        gateway({ conditions: [...without("Accepted"), no("Accepted", { status: "True", current: false })] }),
        { found: "older generation" },
      ],
    ],
    passes: [
      ["one that is programmed", live()],
      ["one whose load balancer is made", gateway({ conditions: without("Programmed"), ageSeconds: 599 })],
      ["one that was made just now", gateway({ conditions: [], ageSeconds: 59 })],
      ["a Gateway of somebody else", live({ ...foreign, gateways: [{ ...GATEWAY, conditions: [] }] })],
    ],
    unknown,
  },
  "live-gateways-listeners": {
    fails: [
      [
        "a certificate that is missing",
        listener({
          conditions: [
            ...GATEWAY.listeners[0]!.conditions.slice(0, 2),
            no("ResolvedRefs", { reason: "InvalidCertificateRef" }),
          ],
        }),
        { path: "live.gateways.edge/edge.listeners.http", found: "InvalidCertificateRef", example: true },
      ],
      ["no status after ten minutes", listener({ conditions: [] }, 600), { found: "no condition Accepted" }],
    ],
    passes: [
      ["a listener that is programmed", live()],
      ["a Gateway that was made just now", listener({ conditions: [] }, 599)],
    ],
    unknown,
  },
  "live-gateways-no-routes": {
    fails: [["no route", listener({ attachedRoutes: 0 }), { found: "no listener has a route", example: true }]],
    passes: [
      ["a route", live()],
      ["no listener", gateway({ listeners: [] })],
    ],
    unknown,
  },
  "live-gateways-routes": {
    fails: [
      [
        "a host that no listener has",
        route({
          parents: [{ gateway: "edge/edge", conditions: [no("Accepted", { reason: "NoMatchingListenerHostname" })] }],
        }),
        { path: "live.routes.edge/shop", found: "NoMatchingListenerHostname", example: true },
      ],
      [
        "a Service that is not there",
        route({
          parents: [{ gateway: "edge/edge", conditions: [ROUTE.parents[0]!.conditions[0]!, no("ResolvedRefs")] }],
        }),
        { found: "ResolvedRefs is False" },
      ],
      ["no status", route({ parents: [] }), { found: "no controller has looked at it for edge/edge" }],
      [
        "a status for another Gateway",
        route({ parents: [{ ...ROUTE.parents[0]!, gateway: "edge/other" }] }),
        { found: "no controller" },
      ],
    ],
    passes: [
      ["one that is accepted", live()],
      ["a route of a Gateway of somebody else", route({ gateways: ["edge/other"], parents: [] })],
    ],
    unknown: [["routes that could not be read", live({ routes: UNKNOWN as never })]],
  },
  "live-gateways-backends": {
    fails: [
      [
        "no pod that is ready",
        live({ backends: { "edge/shop": 0 } }),
        {
          path: "live.routes.edge/shop.backends.edge/shop",
          found: "Service edge/shop has no ready address",
          example: true,
        },
      ],
    ],
    passes: [
      ["two", live()],
      ["a Service that is not there, of which the route's status tells", live({ backends: {} })],
    ],
    unknown: [["slices that could not be read", live({ backends: UNKNOWN as never })]],
  },
  "live-gateways-address": {
    fails: [
      [
        "no address after an hour",
        service({ addresses: [] }),
        {
          path: "live.services.edge/cilium-gateway-edge",
          found: "no address for 60 min, loadBalancerClass service.k8s.aws/nlb",
          example: true,
        },
      ],
      [
        "ten minutes, without a class",
        service({ addresses: [], ageSeconds: 600, loadBalancerClass: undefined as never }),
        { found: "not set" },
      ],
    ],
    passes: [
      ["an address", live()],
      ["one that is made", service({ addresses: [], ageSeconds: 599 })],
      ["a ClusterIP", service({ addresses: [], type: "ClusterIP" })],
    ],
    unknown: [["Services that could not be read", live({ services: UNKNOWN as never })]],
  },
  "live-gateways-same-address": {
    fails: [
      [
        "an old address",
        gateway({ addresses: ["old.example.net"] }),
        { found: "edge/edge says old.example.net, the Service lb.example.net", example: true },
      ],
    ],
    passes: [
      ["the same", live()],
      ["one of two", gateway({ addresses: ["old.example.net", "lb.example.net"] })],
      ["none yet", gateway({ addresses: [] })],
      ["none of the Service yet", service({ addresses: [] })],
      ["a Service of a Gateway that is gone", service({ gateway: "other", addresses: ["x.example.net"] })],
      ["one in another namespace", service({ namespace: "other", addresses: ["x.example.net"] })],
    ],
    unknown,
  },
});
