/** Levels of nesting that are read: a Terraform plan has some thirty, and what walks plain data calls itself a level. */
export const MOST_DEEP = 200;

/** YAML is parsed with the place of every node, some two hundred bytes for each of text. */
export const MOST_YAML = 32 * 1024 * 1024;

/** The longest text that V8 holds is 512 MB; a plan with 50,000 resources has some 150. */
export const MOST_JSON = 256 * 1024 * 1024;

/** Values that aliases may unfold into: an "alias bomb" of nine lines makes a thousand million. */
export const MOST_NODES = 2_000_000;

/** Deepest nesting of brackets outside of texts. */
export function depthOf(json: string): number {
  let [depth, most, inText] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === 92) at++;
      else if (code === 34) inText = false;
    } else if (code === 34) inText = true;
    else if (code === 123 || code === 91) most = Math.max(most, ++depth);
    else if (code === 125 || code === 93) depth--;
  }
  return most;
}
