import type { sec1Client, sec2Client } from '@esp-prov/protocol';
import { loadPart } from '../../transport/load-part.ts';

const scheme = 'the security scheme of the device';

/** Loads security 1 for a client: a page whose device has another scheme never needs its curve. */
export function loadSec1Client(): Promise<typeof sec1Client> {
  return loadPart(scheme, async () => (await import('@esp-prov/protocol/sec1-client')).sec1Client);
}

/** Loads security 2 for a client. */
export function loadSec2Client(): Promise<typeof sec2Client> {
  return loadPart(scheme, async () => (await import('@esp-prov/protocol/sec2-client')).sec2Client);
}
