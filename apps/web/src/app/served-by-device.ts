/** Longest answer that is read, and longest time that is waited for it in ms. */
const longest = 4096;
const patienceMs = 3000;

/**
 * Returns whether the device itself serves the page: then it answers what every device of this protocol answers. Only a
 * page that came by plain HTTP can be, and no other is asked.
 */
export async function isServedByDevice(
  { protocol }: Pick<Location, 'protocol'>,
  fetch: typeof globalThis.fetch,
): Promise<boolean> {
  if (protocol !== 'http:') return false;
  try {
    const answer = await fetch('proto-ver', {
      method: 'POST',
      body: 'ESP',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > longest) return false;
    const text = await answer.text();
    // Releases before v4.0 answer with the version alone.
    return text.length <= longest && (/^v\d/i.test(text) || 'prov' in JSON.parse(text));
  } catch {
    return false;
  }
}
