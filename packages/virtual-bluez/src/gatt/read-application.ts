import type { Variant } from '@esp-prov/dbus';
import { normalizeUuid } from '../bluetooth-uuid.ts';
import { failed } from '../bluez-error.ts';
import { bluezInterfaces } from '../bluez-names.ts';
import type { LocalAttribute, LocalCharacteristic, LocalService } from './attribute.ts';
import { characteristicFlags, descriptorFlags } from './flags.ts';

/** Objects as `GetManagedObjects` returns them. */
export type ManagedObjects = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Variant>>>>>>;

interface FoundObject {
  readonly path: string;
  text(name: string, signature?: string): string;
  flags(): readonly string[];
  /** Returns a flag; undefined where the object has none. */
  flag(name: string): boolean | undefined;
}

/**
 * Returns the services that a program offers, with handles from `firstHandle` on.
 *
 * @throws DBusError as bluetoothd refuses the registration
 */
export function readApplication(
  objects: ManagedObjects,
  options: { readonly owner: string; readonly firstHandle: number },
): { readonly services: readonly LocalService[]; readonly nextHandle: number } {
  // In the order of the program, which is the order of the handles.
  const services = having(objects, bluezInterfaces.service);
  const characteristics = having(objects, bluezInterfaces.characteristic);
  const descriptors = having(objects, bluezInterfaces.descriptor);
  if (Object.keys(objects).length === 0) throw failed('No object received');
  if (services.length === 0) throw invalid();
  requireParents(characteristics, 'Service', services);
  requireParents(descriptors, 'Characteristic', characteristics);
  let handle = options.firstHandle;
  const take = (count: number) => {
    handle += count;
    return handle - count;
  };
  const { owner } = options;
  const read = services.map((service): LocalService => {
    const primary = service.flag('Primary');
    if (primary === undefined) throw invalid();
    return {
      uuid: uuidOf(service),
      primary,
      path: service.path,
      handle: take(1),
      characteristics: characteristics
        .filter((each) => each.text('Service', 'o') === service.path)
        .map((each) => readCharacteristic(each, descriptors, { owner, take })),
    };
  });
  return { services: read, nextHandle: handle };
}

function readCharacteristic(
  object: FoundObject,
  descriptors: readonly FoundObject[],
  { owner, take }: { owner: string; take(count: number): number },
): LocalCharacteristic {
  const meaning = characteristicFlags(object.flags());
  if (meaning === undefined) throw invalid();
  const declaration = take(2);
  // The descriptors that bluetoothd keeps to itself: for subscriptions and for extended properties.
  take(Number(meaning.notifies) + Number(meaning.extended));
  const { properties, read, write } = meaning;
  return {
    uuid: uuidOf(object),
    owner,
    path: object.path,
    interface: bluezInterfaces.characteristic,
    declaration,
    handle: declaration + 1,
    properties,
    read,
    write,
    answersAtOnce: properties.includes('write-without-response'),
    descriptors: descriptors
      .filter((each) => each.text('Characteristic', 'o') === object.path)
      .map((each) => readDescriptor(each, owner, take(1))),
  };
}

function readDescriptor(object: FoundObject, owner: string, handle: number): LocalAttribute {
  const meaning = descriptorFlags(object.flags());
  if (meaning === undefined) throw invalid();
  const { read, write } = meaning;
  const { descriptor } = bluezInterfaces;
  return {
    uuid: uuidOf(object),
    owner,
    path: object.path,
    interface: descriptor,
    handle,
    read,
    write,
    answersAtOnce: false,
  };
}

function having(objects: ManagedObjects, interfaceName: string): FoundObject[] {
  return Object.entries(objects).flatMap(([path, interfaces]) => {
    const properties = interfaces[interfaceName];
    return properties === undefined ? [] : [foundObject(path, properties)];
  });
}

function foundObject(path: string, properties: Readonly<Record<string, Variant>>): FoundObject {
  const value = (name: string, signature: string): unknown => {
    const found = properties[name];
    return found?.signature === signature ? found.value : undefined;
  };
  return {
    path,
    text(name, signature = 's') {
      const text = value(name, signature);
      if (typeof text !== 'string') throw invalid();
      return text;
    },
    flags() {
      const flags = value('Flags', 'as');
      if (!Array.isArray(flags)) throw invalid();
      return flags as string[];
    },
    flag: (name) => value(name, 'b') as boolean | undefined,
  };
}

function requireParents(objects: readonly FoundObject[], name: string, parents: readonly FoundObject[]): void {
  for (const object of objects) {
    const parent = object.text(name, 'o');
    if (!parents.some(({ path }) => path === parent)) throw invalid();
  }
}

function uuidOf(object: FoundObject): string {
  const uuid = normalizeUuid(object.text('UUID'));
  if (uuid === undefined) throw failed('Failed to create entry in database');
  return uuid;
}

function invalid(): Error {
  return failed('No valid service object found');
}
