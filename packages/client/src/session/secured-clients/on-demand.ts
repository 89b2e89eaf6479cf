import { ProvisioningError, type sec1Client, type sec2Client } from '@esp-prov/protocol';

/** Loads security 1 for a client: a page whose device has another scheme never needs its curve. */
export function loadSec1Client(): Promise<typeof sec1Client> {
  return loaded(async () => (await import('@esp-prov/protocol/sec1-client')).sec1Client);
}

/** Loads security 2 for a client. */
export function loadSec2Client(): Promise<typeof sec2Client> {
  return loaded(async () => (await import('@esp-prov/protocol/sec2-client')).sec2Client);
}

/** A page that has joined the Wi-Fi of a device has no internet, so that it may have to load both beforehand. */
async function loaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ProvisioningError('host/code-not-loaded', 'the security scheme of the device was not loaded', { cause });
  }
}
