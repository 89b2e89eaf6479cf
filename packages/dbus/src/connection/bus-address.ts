import { DBusError } from '../dbus-error.ts';

/** Where the system bus is when the environment does not say otherwise. */
const standardAddress = 'unix:path=/var/run/dbus/system_bus_socket';

/** Returns the address of the system bus of this machine: `DBUS_SYSTEM_BUS_ADDRESS`, else the standard place. */
export function systemBusAddress(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment['DBUS_SYSTEM_BUS_ADDRESS'] || standardAddress;
}

/**
 * Returns the single addresses of a D-Bus address such as `unix:path=/run/bus;tcp:host=localhost,port=1`, unescaped, in
 * the order in which they are to be tried.
 *
 * @throws DBusError `no-bus` when nothing in it can be connected to
 */
export function splitAddress(address: string): string[] {
  const usable = address.split(';').filter((part) => /^(unix:.*\b(path|abstract|socket)=|tcp:.*\bport=)/.test(part));
  if (usable.length === 0) {
    throw new DBusError(
      'no-bus',
      `'${address}' is not an address to connect to. Expected a D-Bus address, for example ${standardAddress}`,
    );
  }
  return usable.map((part) => unescapeAddress(part));
}

function unescapeAddress(part: string): string {
  const plain = part.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const colons = plain.split(':').length - 1;
  if (colons === 1 && plain.split(',').length === part.split(',').length) return plain;
  throw new DBusError('no-bus', `'${part}': a path with ':' or ',' in it cannot be connected to; use another path`);
}
