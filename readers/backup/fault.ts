/** A backup or a key that cannot be used; the message is a sentence for people. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}
