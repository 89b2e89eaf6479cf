import type { DBusError } from '@esp-prov/dbus';
import { bluezError } from '../bluez-error.ts';
import type { Daemon } from '../daemon.ts';
import type { Link } from '../radio/link.ts';
import { sufferDelay } from '../radio/suffer.ts';
import type { Device } from './device.ts';

/** How a pairing ended, in the last part of the error's name. */
export type PairingOutcome = 'paired' | PairingError;

/** Last part of the name of an error. */
export type PairingError = keyof typeof texts;

/** src/device.c of BlueZ 5.66. */
const texts = {
  AuthenticationFailed: 'Authentication Failed',
  AuthenticationRejected: 'Authentication Rejected',
  AuthenticationCanceled: 'Authentication Canceled',
  AuthenticationTimeout: 'Authentication Timeout',
  ConnectionAttemptFailed: 'Page Timeout',
} as const;

/** Returns the error that `Pair` answers with. */
export function pairingError(outcome: PairingError): DBusError {
  return bluezError(outcome, texts[outcome]);
}

/**
 * Encrypts a link, pairing the two sides first where they have not (Just Works). The passive side needs an agent that
 * agrees; so does the other side, unless its program requested the pairing.
 */
export async function pairLink(
  daemon: Daemon,
  link: Link<Device>,
  options: { readonly asked: boolean; readonly signal: AbortSignal },
): Promise<PairingOutcome> {
  const { central, peripheral } = link;
  const signal = AbortSignal.any([options.signal, link.gone, daemon.ended]);
  const fault = daemon.faults.take({ at: 'pair', adapter: central.adapter.name });
  try {
    await sufferDelay(fault, daemon.clock, signal);
    await daemon.clock.sleep(daemon.delays.pairMs, { signal });
    if (fault?.drop !== undefined) link.drop();
    if (fault?.error !== undefined) return asPairingError(fault.error);
    signal.throwIfAborted();
    const outcome = await agree(link, { ...options, signal });
    if (outcome !== 'paired') return outcome;
  } catch (error) {
    if (signal.aborted) return 'AuthenticationCanceled';
    throw error;
  }
  link.encrypted = true;
  central.setBonded(true);
  peripheral.setBonded(true);
  return 'paired';
}

async function agree(
  link: Link<Device>,
  { asked, signal }: { readonly asked: boolean; readonly signal: AbortSignal },
): Promise<PairingOutcome> {
  const { central, peripheral } = link;
  if (central.bonded && peripheral.bonded) return 'paired';
  if (central.bonded) {
    // The key is known on one side only, and the controller ends the link over it.
    link.drop();
    return 'AuthenticationFailed';
  }
  // JustWorksRepairing of main.conf is `never` by default.
  if (peripheral.bonded || !peripheral.adapter.pairable) return 'AuthenticationFailed';
  if (!asked && !(await authorizes(central, undefined, signal))) return 'AuthenticationFailed';
  const owner = peripheral.adapter.gatt.services[0]?.characteristics[0]?.owner;
  return (await authorizes(peripheral, owner, signal)) ? 'paired' : 'AuthenticationFailed';
}

async function authorizes(device: Device, owner: string | undefined, signal: AbortSignal): Promise<boolean> {
  const { agents } = device;
  const agent = agents.agentFor(owner);
  return agent !== undefined && (await agents.authorizes(agent, device.path, signal));
}

function asPairingError(name: string): PairingError {
  return name in texts ? (name as PairingError) : 'AuthenticationFailed';
}
