import { z } from "zod";
import {
  type CertificateAuthority,
  MeshDatapath,
  type MeshPeer,
  type MeshSettings,
} from "../../core/settings/index.ts";
import { choice, flag, map, object, optional, ref, strings, text, whole } from "./shape.ts";

const peer = object<MeshPeer>({
  id: whole(1, 511),
  addresses: strings,
  port: optional(whole(1, 65_535)),
  nodeCidrs: strings,
  podCidrs: strings,
  ciliumVersion: optional(text),
  datapath: optional(choice(MeshDatapath)),
  onPremises: optional(flag),
});

export const meshSchema = object<MeshSettings>({
  id: whole(1, 511),
  peers: map(peer),
  certificateAuthority: object<CertificateAuthority>({ certificate: ref, privateKey: ref }),
  addresses: strings,
  replicas: optional(whole(1, 5)),
  maxClusters: optional(z.union([z.literal(255), z.literal(511)])),
  sourceCidrs: optional(strings),
});
