const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const HOSTNAME = new RegExp(`^(\\*\\.)?${LABEL}(\\.${LABEL})*$`);
const MAX_HOSTNAME = 253;

/** A name in lower case, or one whose first label is `*`, as the API takes it. */
export const isHostname = (text: string): boolean =>
  text.length <= MAX_HOSTNAME && HOSTNAME.test(text) && !/^\d+(?:\.\d+){3}$/.test(text);

/** Whether a listener's hostname and a route's have a name in common; nothing stands for every name. */
export function hostnamesMeet(listener: string, route: string): boolean {
  if (listener === "" || route === "" || listener === route) return true;
  const [wideListener, wideRoute] = [listener.startsWith("*."), route.startsWith("*.")];
  if (wideListener && wideRoute) return listener.endsWith(route.slice(1)) || route.endsWith(listener.slice(1));
  if (wideListener) return route.endsWith(listener.slice(1));
  return wideRoute && listener.endsWith(route.slice(1));
}
