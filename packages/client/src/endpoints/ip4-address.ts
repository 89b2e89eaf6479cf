/** Longest text of an IPv4 address. */
const longest = '255.255.255.255'.length;

/** Returns an IPv4 address as it is written, or null for any other text: what a device tells goes into reports. */
export function ip4Address(text: string): string | null {
  if (text.length > longest) return null;
  const parts = text.split('.');
  return parts.length === 4 && parts.every(isPart) ? text : null;
}

/** A number of one byte; with a zero in front, some would read it as octal. */
function isPart(text: string): boolean {
  return /^(0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= 255;
}
