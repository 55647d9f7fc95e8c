import type { Finding } from "../core/findings/finding.ts";

/** A finding in the words of the input: nobody who has a values file is told of a key of our stack file. */
export const inWordsOf = <F extends Finding>(finding: F): F => finding;
