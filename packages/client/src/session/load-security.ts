import { loadSec1Client, loadSec2Client } from '#secured-clients';

/**
 * Loads the code of security 1 and 2. Sessions do so by themselves; a page calls it before its computer joins the Wi-Fi of
 * a device, where it has no internet. In Node nothing is left to load.
 *
 * @throws ProvisioningError `host/code-not-loaded`
 */
export async function loadSecurity(): Promise<void> {
  await Promise.all([loadSec1Client(), loadSec2Client()]);
}
