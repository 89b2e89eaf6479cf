import type { Bluetoothd } from '../service/bluetoothd.ts';
import { bluezInterfaces } from '../service/bluez-names.ts';
import type { Properties } from '../service/object-mirror.ts';

/** An attribute of a device: its object, its type, and what is inside it, in the order of handles. */
export interface RemoteAttribute {
  readonly path: string;
  /** 128-bit UUID in lower case. */
  readonly uuid: string;
  readonly inside: readonly RemoteAttribute[];
}

const levels = [
  { interface: bluezInterfaces.service, owner: 'Device' },
  { interface: bluezInterfaces.characteristic, owner: 'Service' },
  { interface: bluezInterfaces.descriptor, owner: 'Characteristic' },
] as const;

/** Returns the services of a device with what is inside them, once bluetoothd has resolved them. */
export function readServices(bluetoothd: Bluetoothd, devicePath: string): readonly RemoteAttribute[] {
  return attributesOf(bluetoothd, devicePath, 0);
}

function attributesOf(bluetoothd: Bluetoothd, ownerPath: string, depth: number): readonly RemoteAttribute[] {
  const level = levels[depth];
  if (level === undefined) return [];
  return [...bluetoothd.having(level.interface)]
    .filter(([, properties]) => properties[level.owner] === ownerPath)
    .map(([path, properties]) => ({ path, properties, handle: handleOf(path, properties) }))
    .sort((a, b) => a.handle - b.handle)
    .map(({ path, properties }) => ({
      path,
      uuid: String(properties['UUID']).toLowerCase(),
      inside: attributesOf(bluetoothd, path, depth + 1),
    }));
}

/**
 * Returns the handle of an attribute. Older daemons give it only in the object's name, as in `service000a/char000b`.
 */
function handleOf(path: string, { Handle: handle }: Properties): number {
  if (typeof handle === 'number') return handle;
  return Number.parseInt(/[0-9a-f]{4}$/i.exec(path)?.[0] ?? '0', 16);
}
