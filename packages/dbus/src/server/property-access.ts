import type { Variant } from '../bus.ts';
import { DBusError } from '../dbus-error.ts';
import type { ExportedInterface, ExportedProperty } from '../exported-interface.ts';
import { errorReply, invalidArgs } from '../standard-errors.ts';

type Interfaces = Readonly<Record<string, ExportedInterface>>;

/** Returns the properties that an interface has at present, as `a{sv}`. */
export function propertyValues(content: ExportedInterface): Record<string, Variant> {
  const values: Record<string, Variant> = {};
  for (const [name, { signature, get }] of Object.entries(content.properties ?? {})) {
    const value = get();
    if (value !== undefined) values[name] = { signature, value };
  }
  return values;
}

/** Returns the answer to `Properties.GetAll`. */
export function getAllProperties(interfaces: Interfaces, name: string): Record<string, Variant> {
  return propertyValues(findInterface(interfaces, name));
}

/** Returns the answer to `Properties.Get`. */
export function getProperty(interfaces: Interfaces, interfaceName: string, name: string): Variant {
  const { signature, get } = findProperty(interfaces, interfaceName, name);
  const value = get();
  if (value === undefined) throw noSuchProperty(name);
  return { signature, value };
}

/** Sets a property for `Properties.Set`. */
export async function setProperty(
  interfaces: Interfaces,
  interfaceName: string,
  name: string,
  value: Variant,
): Promise<void> {
  const property = findProperty(interfaces, interfaceName, name);
  if (property.set === undefined) {
    throw errorReply('org.freedesktop.DBus.Error.PropertyReadOnly', `Property '${name}' is not writable`);
  }
  if (value.signature !== property.signature) {
    throw errorReply('org.freedesktop.DBus.Error.InvalidSignature', `Invalid signature for '${name}'`);
  }
  await property.set(value.value);
}

/** Returns what `PropertiesChanged` says about the properties `names`: their values, or that they are gone. */
export function changedProperties(
  content: ExportedInterface,
  names: readonly string[],
): { readonly changed: Record<string, Variant>; readonly gone: string[] } {
  const changed: Record<string, Variant> = {};
  const gone: string[] = [];
  for (const name of names) {
    const property = content.properties?.[name];
    if (property === undefined)
      throw new DBusError('invalid', `there is no property '${name}' that could have changed`);
    const value = property.get();
    if (value === undefined) gone.push(name);
    else changed[name] = { signature: property.signature, value };
  }
  return { changed, gone };
}

function findInterface(interfaces: Interfaces, name: string): ExportedInterface {
  const found = Object.hasOwn(interfaces, name) ? interfaces[name] : undefined;
  if (found === undefined) throw invalidArgs(`No such interface '${name}'`);
  return found;
}

function findProperty(interfaces: Interfaces, interfaceName: string, name: string): ExportedProperty {
  const { properties = {} } = findInterface(interfaces, interfaceName);
  const found = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (found === undefined) throw noSuchProperty(name);
  return found;
}

function noSuchProperty(name: string): DBusError {
  return invalidArgs(`No such property '${name}'`);
}
