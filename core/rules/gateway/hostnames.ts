/** Whether a listener's hostname and a route's have a name in common; nothing stands for every name. */
export function hostnamesMeet(listener: string, route: string): boolean {
  if (listener === "" || route === "" || listener === route) return true;
  const [wideListener, wideRoute] = [listener.startsWith("*."), route.startsWith("*.")];
  if (wideListener && wideRoute) return listener.endsWith(route.slice(1)) || route.endsWith(listener.slice(1));
  if (wideListener) return route.endsWith(listener.slice(1));
  return wideRoute && listener.endsWith(route.slice(1));
}
