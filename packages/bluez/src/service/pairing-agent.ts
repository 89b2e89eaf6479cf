import { type ExportedMethod, errorReply, isDBusError, ObjectServer } from '@esp-prov/dbus';
import type { Log } from '@esp-prov/protocol';
import { type Bluetoothd, cleanUpTimeoutMs } from './bluetoothd.ts';
import { bluezError } from './bluez-error.ts';
import { bluezErrorName, bluezInterfaces, bluezRoot } from './bluez-names.ts';
import { newObjectPath } from './object-path.ts';

/** How an agent is to be registered. */
export interface PairingAgentOptions {
  /** Whether to pair with the device that has this object. */
  allows(devicePath: string): boolean;
  /** Whether it also answers for programs without an agent, and for devices that request pairing. */
  readonly forAll: boolean;
  readonly log: Log;
}

/**
 * Registers an agent that pairs without a question (Just Works), which is all that provisioning devices can do.
 *
 * @returns a function that removes it
 */
export async function registerPairingAgent(
  bluetoothd: Bluetoothd,
  options: PairingAgentOptions,
): Promise<() => Promise<void>> {
  const path = newObjectPath('agent');
  const server = new ObjectServer(bluetoothd.bus, { root: path });
  server.add(path, { [bluezInterfaces.agent]: { methods: agentMethods(options) } });
  const call = async (member: string, signature: string, ...rest: readonly string[]) => {
    const target = { path: bluezRoot, interface: bluezInterfaces.agentManager };
    const timeoutMs = member === 'UnregisterAgent' ? cleanUpTimeoutMs : undefined;
    await bluetoothd.call({ ...target, member, signature, body: [path, ...rest], timeoutMs });
  };
  let registered = false;
  const remove = async () => {
    if (registered && !bluetoothd.gone.aborted) await call('UnregisterAgent', 'o').catch(() => undefined);
    await server[Symbol.asyncDispose]();
  };
  try {
    await call('RegisterAgent', 'os', 'NoInputNoOutput');
    registered = true;
    if (options.forAll) await call('RequestDefaultAgent', 'o');
    return remove;
  } catch (error) {
    await remove();
    // A connection has one agent; the one that is there serves as well.
    if (isDBusError(error, 'reply', bluezErrorName('AlreadyExists'))) return async () => undefined;
    throw bluezError(error, 'register an agent for pairing');
  }
}

function agentMethods({ allows, log }: PairingAgentOptions): Record<string, ExportedMethod> {
  const reject = (why: string) => {
    throw errorReply(bluezErrorName('Rejected'), why);
  };
  const accept = ([device]: readonly unknown[]) => {
    if (!allows(String(device))) reject('this program does not pair with that device');
    log('info', 'bluez', `pairing with ${String(device)} accepted`);
  };
  const refuse = () => reject('no user can read or enter a code here');
  return {
    Release: { in: '', out: '', call: () => undefined },
    Cancel: { in: '', out: '', call: () => undefined },
    RequestAuthorization: { in: 'o', out: '', call: accept },
    RequestConfirmation: { in: 'ou', out: '', call: refuse },
    RequestPinCode: { in: 'o', out: 's', call: refuse },
    RequestPasskey: { in: 'o', out: 'u', call: refuse },
    DisplayPinCode: { in: 'os', out: '', call: refuse },
    DisplayPasskey: { in: 'ouq', out: '', call: refuse },
    AuthorizeService: { in: 'os', out: '', call: () => reject('this program offers no such service') },
  };
}
