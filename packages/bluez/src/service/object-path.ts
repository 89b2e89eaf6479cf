let count = 0;

/** Returns a path for an object of this program that no other one of it has, so that several can share a connection. */
export function newObjectPath(kind: 'agent' | 'advertisement' | 'application'): string {
  count += 1;
  return `/esp_prov/${kind}${count}`;
}
