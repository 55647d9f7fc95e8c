import type { MapBuilder } from "../../service-map/flows/builder.ts";
import type { ServiceMapFlags } from "./index.ts";

/** Adds what relays tell to a map. */
export async function readRelays(flags: ServiceMapFlags, builder: MapBuilder, signal: AbortSignal): Promise<void> {
  const { openRelays } = await import("../../service-map/relay/index.ts");
  const { relay, namespace, last, since, follow = false, duration, timeout } = flags;
  const events = openRelays({
    ...tlsOf(flags),
    relays: relay,
    kube: await kubeOf(flags),
    follow,
    timeoutMs: timeout * 1000,
    signal,
    ...(last === undefined ? {} : { last }),
    ...(since === undefined ? {} : { since }),
    ...(duration === undefined ? {} : { durationMs: duration * 1000 }),
    ...(namespace.length === 0 ? {} : { namespaces: namespace }),
  });
  for await (const event of events) {
    if (event.kind === "line") builder.addLine(event.line);
    else builder.addGap([event.relay, event.message].filter((part) => part !== "").join(": "));
  }
}

const tlsOf = (flags: ServiceMapFlags) => ({
  tlsCaCertFiles: flags.tlsCaCertFiles,
  ...(flags.tls === undefined ? {} : { tls: flags.tls }),
  ...(flags.tlsClientCertFile === undefined ? {} : { tlsClientCertFile: flags.tlsClientCertFile }),
  ...(flags.tlsClientKeyFile === undefined ? {} : { tlsClientKeyFile: flags.tlsClientKeyFile }),
  ...(flags.tlsServerName === undefined ? {} : { tlsServerName: flags.tlsServerName }),
  ...(flags.tlsAllowInsecure === undefined ? {} : { tlsAllowInsecure: flags.tlsAllowInsecure }),
});

/** One cluster a context; the current one where --kube stands alone. */
async function kubeOf({ kube, context, kubeconfig, kubeNamespace, kubeTlsSecret }: ServiceMapFlags) {
  const common = {
    namespace: kubeNamespace,
    ...(kubeTlsSecret === undefined ? {} : { tlsSecret: kubeTlsSecret }),
  };
  if (kube !== true && context.length === 0) return [];
  const { readKubeconfig } = await import("../../readers/kube/kubeconfig.ts");
  const file = kubeconfig === undefined ? {} : { kubeconfig };
  const wanted = context.length === 0 ? [file] : context.map((name) => ({ ...file, context: name }));
  return Promise.all(wanted.map(async (one) => ({ ...common, ...(await readKubeconfig(one)) })));
}
