import { ProvisioningError } from '@esp-prov/protocol';
import type { Bluetoothd } from './bluetoothd.ts';
import { bluezInterfaces } from './bluez-names.ts';
import type { Properties } from './object-mirror.ts';
import { bluetoothBlock, type RadioSwitch } from './radio-switches.ts';

/** What an adapter is wanted for. */
export type BluetoothRole = 'central' | 'peripheral';

/** A Bluetooth adapter of this machine. */
export interface BluetoothAdapter {
  /** Name of the system, such as `hci0`. */
  readonly id: string;
  /** Its object of bluetoothd. */
  readonly path: string;
  /** Bluetooth address in upper case. */
  readonly address: string;
  /** Name under which other devices see it. */
  readonly name: string;
  readonly powered: boolean;
  /** How rfkill blocks it: `soft` by software, `hard` by a switch of the machine. */
  readonly blocked: 'soft' | 'hard' | undefined;
  /** The roles that it can have; empty if bluetoothd does not list them (before 5.55). */
  readonly roles: readonly string[];
}

/** Returns all adapters of the machine, in the order of their numbers. */
export function listAdapters(bluetoothd: Bluetoothd, switches: readonly RadioSwitch[]): readonly BluetoothAdapter[] {
  return Array.from(bluetoothd.having(bluezInterfaces.adapter), ([path, properties]) => {
    const id = path.slice(path.lastIndexOf('/') + 1);
    return describe(id, path, properties, switches);
  }).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

function describe(
  id: string,
  path: string,
  properties: Properties,
  switches: readonly RadioSwitch[],
): BluetoothAdapter {
  const powered = properties['Powered'] === true;
  const toldBlocked = properties['PowerState'] === 'off-blocked' ? 'soft' : undefined;
  return {
    id,
    path,
    address: text(properties['Address']).toUpperCase(),
    name: text(properties['Alias'] ?? properties['Name']),
    powered,
    blocked: bluetoothBlock(switches, id) ?? toldBlocked,
    roles: (properties['Roles'] as readonly string[] | undefined) ?? [],
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Returns the adapter to use: the one with that name or address, else the first that is switched on and can play the
 * role.
 *
 * @throws ProvisioningError `bluetooth/no-adapter`
 */
export function chooseAdapter(
  adapters: readonly BluetoothAdapter[],
  options: { wanted?: string | undefined; role?: BluetoothRole | undefined; switches?: readonly RadioSwitch[] },
): BluetoothAdapter {
  const { wanted, role, switches = [] } = options;
  if (wanted !== undefined) {
    const named = adapters.find(({ id, address }) => id === wanted || address === wanted.toUpperCase());
    if (named === undefined) throw absent(adapters, wanted);
    if (!canBe(named, role)) throw unfit(named.id, role);
    return named;
  }
  const fit = adapters.filter((adapter) => canBe(adapter, role));
  const [first] = fit;
  if (first !== undefined) return fit.find(({ powered }) => powered) ?? first;
  const [unfitOne] = adapters;
  if (unfitOne !== undefined) throw unfit(unfitOne.id, role);
  // Some machines take the adapter off its bus while it is blocked.
  const block = bluetoothBlock(switches);
  if (block !== undefined) throw blocked('Bluetooth', block);
  throw absent(adapters, undefined);
}

function canBe({ roles }: BluetoothAdapter, role: BluetoothRole | undefined): boolean {
  return role === undefined || roles.length === 0 || roles.includes(role) || roles.includes('central-peripheral');
}

function unfit(id: string, role: BluetoothRole | undefined): ProvisioningError {
  const details = { adapter: id };
  return new ProvisioningError('bluetooth/no-adapter', `the adapter ${id} cannot be a ${role}`, { details });
}

function absent(adapters: readonly BluetoothAdapter[], wanted: string | undefined): ProvisioningError {
  if (wanted === undefined) return new ProvisioningError('bluetooth/no-adapter', 'bluetoothd has no adapter');
  const there = adapters.map(({ id, address }) => `${id} (${address})`).join(', ') || 'none';
  return new ProvisioningError('bluetooth/no-adapter', `there is no adapter ${wanted}; there is ${there}`, {
    details: { adapter: wanted },
  });
}

function blocked(what: string, block: 'soft' | 'hard'): ProvisioningError {
  const how = block === 'hard' ? 'a switch of the machine' : 'software';
  return new ProvisioningError('bluetooth/blocked', `${what} is blocked by ${how} (rfkill)`, { details: { block } });
}

/** Returns why an adapter cannot be used now: `bluetooth/blocked`, `bluetooth/powered-off`; undefined when it can. */
export function adapterProblem({ id, powered, blocked: block }: BluetoothAdapter): ProvisioningError | undefined {
  if (powered) return undefined;
  if (block !== undefined) return blocked(`the adapter ${id}`, block);
  return new ProvisioningError('bluetooth/powered-off', `the adapter ${id} is switched off`, {
    details: { adapter: id },
  });
}
