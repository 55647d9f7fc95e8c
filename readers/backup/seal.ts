import { BackupError } from "./fault.ts";

/* Encryption by age (age-encryption.org/v1), so that its own program opens what is sealed here: `age -d -i key.txt secrets.age`. */

/** For whom something is sealed: keys `age1…`, or a passphrase. */
export interface Recipients {
  readonly keys: readonly string[];
  readonly passphrase?: string;
}

/** What opens it: identities `AGE-SECRET-KEY-1…`, or the passphrase. */
export interface Identities {
  readonly keys: readonly string[];
  readonly passphrase?: string;
}

export async function seal(text: string, { keys, passphrase }: Recipients): Promise<Uint8Array> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  if (passphrase !== undefined) encrypter.setPassphrase(passphrase);
  for (const key of keys) {
    try {
      encrypter.addRecipient(key);
    } catch (error) {
      throw new BackupError(
        `"${key}" is no recipient of age: ${(error as Error).message}. One begins with age1; age-keygen prints it beside the key.`,
        { cause: error },
      );
    }
  }
  return encrypter.encrypt(text);
}

export async function unseal(bytes: Uint8Array, { keys, passphrase }: Identities, file: string): Promise<string> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
  try {
    for (const key of keys) decrypter.addIdentity(key);
  } catch (error) {
    throw new BackupError("The identity is no key of age: it begins with AGE-SECRET-KEY-1, as age-keygen writes it.", {
      cause: error,
    });
  }
  try {
    return await decrypter.decrypt(bytes, "text");
  } catch (error) {
    throw new BackupError(`${file} cannot be opened: ${(error as Error).message}.`, { cause: error });
  }
}

/** Keys in a file of age-keygen or of recipients: a line each, `#` begins a comment. */
export const keysIn = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
