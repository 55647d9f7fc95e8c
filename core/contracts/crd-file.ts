/** A file with one definition. */
export interface CrdFile {
  readonly kind: string;
  readonly url: string;
}
