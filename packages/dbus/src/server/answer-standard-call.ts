import { readFile } from 'node:fs/promises';
import type { IncomingCall, Reply, Variant } from '../bus.ts';
import type { ExportedObject } from '../exported-interface.ts';
import { errorReply, invalidArgs, unknownObject } from '../standard-errors.ts';
import { introspectionXml } from './introspection.ts';
import { getAllProperties, getProperty, setProperty } from './property-access.ts';
import { introspectable, objectManager, peer, properties } from './standard-names.ts';

/** The place in the tree that a call is for. */
export interface CalledObject {
  /** Undefined where there is no object, but perhaps objects below. */
  readonly interfaces: ExportedObject | undefined;
  readonly children: readonly string[];
  /** All objects below, where the object manages them. */
  readonly manager: (() => unknown) | undefined;
}

const machineIdFile = '/etc/machine-id';

/** Answers a call to one of the standard interfaces; undefined when it is for another. */
export async function answerStandardCall(call: IncomingCall, object: CalledObject): Promise<Reply | undefined> {
  switch (`${call.interface}.${call.member}`) {
    case `${peer}.Ping`:
      return { signature: '', body: [] };
    case `${peer}.GetMachineId`:
      return { signature: 's', body: [await machineId()] };
    case `${introspectable}.Introspect`:
      return { signature: 's', body: [introspect(call, object)] };
    case `${objectManager}.GetManagedObjects`:
      return object.manager && { signature: 'a{oa{sa{sv}}}', body: [object.manager()] };
    case `${properties}.GetAll`:
      return { signature: 'a{sv}', body: [getAllProperties(found(call, object), ...args<[string]>(call, 's'))] };
    case `${properties}.Get`:
      return { signature: 'v', body: [getProperty(found(call, object), ...args<[string, string]>(call, 'ss'))] };
    case `${properties}.Set`:
      await setProperty(found(call, object), ...args<[string, string, Variant]>(call, 'ssv'));
      return { signature: '', body: [] };
    default:
      return undefined;
  }
}

function introspect(call: IncomingCall, { interfaces, children, manager }: CalledObject): string {
  if (interfaces === undefined && children.length === 0 && manager === undefined) throw unknownObject(call.path);
  return introspectionXml(interfaces, { children, manager: manager !== undefined });
}

function found(call: IncomingCall, { interfaces }: CalledObject): ExportedObject {
  if (interfaces === undefined) throw unknownObject(call.path);
  return interfaces;
}

/** Returns the arguments after checking their types. */
function args<T extends readonly unknown[]>(call: IncomingCall, signature: string): T {
  if (call.signature !== signature) {
    throw invalidArgs(`'${call.member}' takes '${signature}', and '${call.signature}' came`);
  }
  return call.body as unknown as T;
}

async function machineId(): Promise<string> {
  try {
    return (await readFile(machineIdFile, 'utf8')).trim();
  } catch {
    throw errorReply('org.freedesktop.DBus.Error.FileNotFound', `${machineIdFile} cannot be read`);
  }
}
