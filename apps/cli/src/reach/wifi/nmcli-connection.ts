import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A connection of NetworkManager for the time of one run. */
export interface RunConnection {
  /** Its name, which no other one has. */
  readonly id: string;
  readonly device: string;
  readonly ssid: string;
  /** Security of the access point as nmcli reports it. */
  readonly security: string;
  readonly hasPassword: boolean;
}

/** Runs nmcli with arguments, and throws when it fails. */
type Nmcli = (args: readonly string[]) => Promise<unknown>;

/** Adds a connection that is in memory only, never starts by itself, and is no way to the rest of the world. */
export async function addConnection(connection: RunConnection, nmcli: Nmcli): Promise<void> {
  const { id, device, ssid, security, hasPassword } = connection;
  const keys = /WPA3/.test(security) && !/WPA[12]\b/.test(security) ? 'sae' : 'wpa-psk';
  await nmcli([
    ...['connection', 'add', 'save', 'no', 'type', 'wifi', 'con-name', id, 'ifname', device, 'ssid', ssid],
    ...['connection.autoconnect', 'no', 'ipv4.never-default', 'yes', 'ipv6.method', 'ignore'],
    ...(hasPassword ? ['wifi-sec.key-mgmt', keys] : []),
  ]);
}

/**
 * Starts a connection. The password goes through a file of this user alone: arguments are seen by every user of the
 * machine.
 */
export async function activateConnection(
  { id, password }: { readonly id: string; readonly password: string | undefined },
  nmcli: Nmcli,
): Promise<void> {
  const args = ['--wait', '40', 'connection', 'up', 'id', id];
  if (password === undefined) {
    await nmcli(args);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'esp-prov-join-'));
  try {
    const file = join(folder, 'password');
    await writeFile(file, `802-11-wireless-security.psk:${escaped(password)}\n`, { mode: 0o600, flag: 'wx' });
    await nmcli([...args, 'passwd-file', file]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A value as nmcli reads it: a backslash escapes, and blanks at the ends count for nothing. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replace(/^ | $/g, '\\ ');
}
