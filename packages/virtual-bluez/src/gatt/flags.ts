import type { Access } from './attribute.ts';

/** What the flags of an attribute mean. */
export interface FlagMeaning {
  /** Flags that a central sees, in the order in which bluetoothd lists them. */
  readonly properties: readonly string[];
  readonly read: Access;
  readonly write: Access;
  /** Whether centrals can subscribe to it. */
  readonly notifies: boolean;
  /** Whether it has extended properties. */
  readonly extended: boolean;
}

/** Order of src/gatt-client.c of BlueZ 5.66. */
const propertyOrder = [
  'broadcast',
  'read',
  'write-without-response',
  'write',
  'notify',
  'indicate',
  'authenticated-signed-writes',
  'extended-properties',
  'reliable-write',
  'writable-auxiliaries',
];

const extendedProperties = ['reliable-write', 'writable-auxiliaries'];

/** Prefixes that demand more than a link; centrals do not see them. */
const demands: Readonly<Record<string, Access>> = {
  'encrypt-authenticated-': 'authenticated',
  'encrypt-': 'encrypted',
  'secure-': 'authenticated',
};

const demanding = ['read', 'write', 'notify', 'indicate'];
const descriptorProperties = ['read', 'write'];

/** Returns the meaning of the flags of a characteristic; undefined when one of them is none. */
export function characteristicFlags(flags: readonly string[]): FlagMeaning | undefined {
  return meaningOf(flags, propertyOrder, demanding);
}

/** Returns the meaning of the flags of a descriptor; undefined when one of them is none. */
export function descriptorFlags(flags: readonly string[]): FlagMeaning | undefined {
  return meaningOf(flags, descriptorProperties, descriptorProperties);
}

function meaningOf(
  flags: readonly string[],
  plain: readonly string[],
  withDemand: readonly string[],
): FlagMeaning | undefined {
  const seen = new Set<string>();
  let read: Access = 'never';
  let write: Access = 'never';
  for (const flag of flags) {
    if (flag === 'authorize') continue;
    const { property, access } = takeApart(flag);
    const known = access === 'always' ? plain : withDemand;
    if (!known.includes(property)) return undefined;
    seen.add(property);
    if (property === 'read') read = stricter(read, access);
    else if (isWrite(property)) write = stricter(write, access);
  }
  const extended = extendedProperties.some((property) => seen.has(property));
  if (extended) seen.add('extended-properties');
  return {
    properties: propertyOrder.filter((property) => seen.has(property)),
    read,
    write,
    notifies: seen.has('notify') || seen.has('indicate'),
    extended,
  };
}

function takeApart(flag: string): { property: string; access: Access } {
  for (const [prefix, access] of Object.entries(demands)) {
    if (flag.startsWith(prefix)) return { property: flag.slice(prefix.length), access };
  }
  return { property: flag, access: 'always' };
}

function isWrite(property: string): boolean {
  return ['write', 'write-without-response', 'authenticated-signed-writes', 'reliable-write'].includes(property);
}

function stricter(one: Access, other: Access): Access {
  const order: readonly Access[] = ['never', 'always', 'encrypted', 'authenticated'];
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
