import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import type { NmDaemon } from './nm-daemon.ts';
import { nmError } from './nm-error.ts';
import { nmInterfaces, nmPaths } from './nm-names.ts';

const control = 'org.freedesktop.NetworkManager.network-control';
const modify = 'org.freedesktop.NetworkManager.settings.modify.system';

/**
 * What polkit has to grant for each thing that a board does. An access point without sharing needs no `wifi.share`. Read
 * from 1.42.4: its polkit file and nm_utils_get_shared_wifi_permission
 */
export const permissions: Readonly<Record<'scan' | 'join' | 'keep' | 'hotspot', readonly string[]>> = {
  scan: ['org.freedesktop.NetworkManager.wifi.scan'],
  join: [control, modify],
  keep: [modify],
  hotspot: [control, modify],
};

/**
 * Returns a failure as the failure of the board that it is; where this user may not, with the names of the permissions
 * that are missing.
 */
export async function explainFailure(
  daemon: NmDaemon,
  error: unknown,
  { doing, needs }: { readonly doing: string; readonly needs: readonly string[] },
): Promise<unknown> {
  const known = nmError(error, doing);
  if (!isProvisioningError(known, 'board/not-permitted')) return known;
  const missing = await missingPermissions(daemon, needs);
  const text = `cannot ${doing}: this user needs ${missing.join(' and ')}`;
  const details = { ...known.details, permissions: missing.join(' ') };
  return new ProvisioningError('board/not-permitted', text, { cause: error, details });
}

/** Returns which of the permissions this process does not have; all of them where NetworkManager does not say. */
async function missingPermissions(daemon: NmDaemon, needs: readonly string[]): Promise<readonly string[]> {
  try {
    const target = { path: nmPaths.manager, interface: nmInterfaces.manager, member: 'GetPermissions' };
    const [granted] = await daemon.call(target);
    const missing = needs.filter((name) => (granted as Record<string, unknown> | undefined)?.[name] !== 'yes');
    return missing.length === 0 ? needs : missing;
  } catch {
    return needs;
  }
}
