import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** PEM texts of a certificate and its key. */
export interface KeyPair {
  readonly certificate: Buffer;
  readonly key: Buffer;
}

export interface Authority {
  readonly certificate: Buffer;
  /** A leaf that carries these DNS names; `days` may be negative for one that has expired. */
  issue(names: readonly string[], days?: number): KeyPair;
}

const DAY = 86_400_000;

/** A certificate authority like cilium-ca, made anew for each test run with Node's own cryptography. */
export function createAuthority(name = "Cilium CA"): Authority {
  const root = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const basicConstraints = extension("551d13", sequence(boolean(true)), true);
  const self = { issuer: name, subject: name, days: 30, key: root.publicKey, signer: root.privateKey };
  return {
    certificate: certificate({ ...self, extensions: [basicConstraints] }),
    issue: (names, days = 10) => {
      const leaf = generateKeyPairSync("ec", { namedCurve: "P-256" });
      // GeneralName dNSName is context tag 2.
      const names_ = extension("551d11", sequence(...names.map((value) => tag(0x82, Buffer.from(value)))));
      const subject = names[0] ?? "leaf";
      const fields = {
        issuer: name,
        subject,
        days,
        key: leaf.publicKey,
        signer: root.privateKey,
        extensions: [names_],
      };
      return {
        certificate: certificate(fields),
        key: Buffer.from(leaf.privateKey.export({ type: "pkcs8", format: "pem" })),
      };
    },
  };
}

interface Fields {
  readonly issuer: string;
  readonly subject: string;
  readonly days: number;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280, section 4.1, for ECDSA with SHA-256. */
function certificate({ issuer, subject, days, key, signer, extensions }: Fields): Buffer {
  const algorithm = sequence(objectId("2a8648ce3d040302"));
  const now = Date.now();
  const body = sequence(
    tag(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(issuer),
    sequence(utcTime(now - 40 * DAY), utcTime(now + days * DAY)),
    commonName(subject),
    key.export({ type: "spki", format: "der" }),
    tag(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", body, signer);
  const der = sequence(body, algorithm, tag(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`);
}

/** DER: tag, length, content. */
function tag(number: number, content: Buffer): Buffer {
  const length = content.length;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([number, ...header]), content]);
}

const sequence = (...items: readonly Buffer[]): Buffer => tag(0x30, Buffer.concat(items));
const integer = (bytes: Buffer): Buffer => tag(0x02, bytes);
const boolean = (value: boolean): Buffer => tag(0x01, Buffer.from([value ? 0xff : 0]));
const objectId = (hex: string): Buffer => tag(0x06, Buffer.from(hex, "hex"));
const utcTime = (at: number): Buffer =>
  tag(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replaceAll(/[-:T]/g, "")}Z`));
const commonName = (name: string): Buffer =>
  sequence(tag(0x31, sequence(objectId("550403"), tag(0x0c, Buffer.from(name)))));

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), tag(0x04, value));
}
