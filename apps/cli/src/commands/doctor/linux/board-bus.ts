import { type Bus, isDBusError, type Variant } from '@esp-prov/dbus';

/** What the doctor asks the system bus for. */
export interface BoardBus {
  /** Whether a program owns a name, such as `org.bluez`. */
  hasName(name: string): Promise<boolean>;
  /** Returns all properties of an interface; undefined: it is not there, or may not be read. */
  properties(
    destination: string,
    path: string,
    interfaceName: string,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Returns what NetworkManager permits this user, by action: `yes`, `no` or `auth`. */
  permissions(): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** Longest time for one answer. */
const timeoutMs = 5000;

/** Returns what the doctor asks for over a connection. */
export function boardBus(bus: Bus, signal?: AbortSignal): BoardBus {
  const ask = async (destination: string, path: string, interfaceName: string, member: string, body: string[] = []) => {
    try {
      const signature = 's'.repeat(body.length);
      const call = { destination, path, interface: interfaceName, member, signature, body };
      return (await bus.call(call, { timeoutMs, signal }))[0];
    } catch (error) {
      // Not there, not permitted, or without an answer: to the doctor it is the same.
      if (isDBusError(error)) return undefined;
      throw error;
    }
  };
  return {
    async hasName(name) {
      const place = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'] as const;
      return (await ask(...place, 'NameHasOwner', [name])) === true;
    },
    async properties(destination, path, interfaceName) {
      const all = await ask(destination, path, 'org.freedesktop.DBus.Properties', 'GetAll', [interfaceName]);
      if (typeof all !== 'object' || all === null) return undefined;
      return Object.fromEntries(Object.entries(all as Record<string, Variant>).map(([key, { value }]) => [key, value]));
    },
    async permissions() {
      const manager = 'org.freedesktop.NetworkManager';
      const all = await ask(manager, '/org/freedesktop/NetworkManager', manager, 'GetPermissions');
      return typeof all === 'object' && all !== null ? (all as Record<string, unknown>) : undefined;
    },
  };
}
