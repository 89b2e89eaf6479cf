/** Longest host that is shown whole. */
const longestHost = 64;

/** Returns an address of a device if it is one of the web, and nothing that could run as script or look like another. */
export function webAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

/** Returns the host of an address for people: of a long one its end, as the end says whose it is. */
export function hostText({ host }: URL): string {
  return host.length <= longestHost ? host : `…${host.slice(1 - longestHost)}`;
}
