import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Loads a part of the program. A page that has joined the Wi-Fi of a device has no internet, so that it may have to load
 * its parts beforehand.
 *
 * @param what - what the part is, as the beginning of a sentence
 * @throws ProvisioningError `host/code-not-loaded`
 */
export async function loadPart<T>(what: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ProvisioningError('host/code-not-loaded', `${what} was not loaded`, { cause });
  }
}
