import type { IncomingCall, Reply } from '../bus.ts';
import type { ExportedMethod, ExportedObject } from '../exported-interface.ts';
import { invalidArgs, unknownMethod, unknownObject } from '../standard-errors.ts';

/** Calls the method of an exported object that a call names. */
export async function callMethod(call: IncomingCall, interfaces: ExportedObject | undefined): Promise<Reply> {
  if (interfaces === undefined) throw unknownObject(call.path);
  const method = findMethod(call, interfaces);
  if (method === undefined) throw unknownMethod(call);
  if (call.signature !== method.in) {
    throw invalidArgs(`'${call.member}' takes '${method.in}', and '${call.signature}' came`);
  }
  const results = await method.call(call.body, { sender: call.sender });
  return { signature: method.out, body: results ?? [] };
}

/** Returns the method that a call means: without an interface, that of the first one which has it. */
function findMethod(call: IncomingCall, interfaces: ExportedObject): ExportedMethod | undefined {
  const names = call.interface === '' ? Object.keys(interfaces) : [call.interface];
  for (const name of names) {
    const methods = Object.hasOwn(interfaces, name) ? interfaces[name]?.methods : undefined;
    if (methods !== undefined && Object.hasOwn(methods, call.member)) return methods[call.member];
  }
  return undefined;
}
