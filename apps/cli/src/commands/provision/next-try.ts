import { failureCode } from '@esp-prov/client';
import { type ErrorCode, isProvisioningError, type ProvisioningError, type TextEncoding } from '@esp-prov/protocol';
import { choose, isInteractive } from '../../terminal/prompts.ts';
import { orBack } from '../../terminal/went-back-error.ts';
import { askPassphrase } from './ask-passphrase.ts';

/** What is to be tried after a device could not join a network. */
export type NextTry =
  /** The same network with another password. */
  | { readonly kind: 'password'; readonly passphrase: string }
  /** Another network, to be chosen once the device takes credentials again. */
  | { readonly kind: 'network' }
  | { readonly kind: 'stop' };

/** A try that the device has reported as failed. */
export interface FailedTry {
  /** Name of the network, for a screen. */
  readonly name: string;
  /** Code of the failure, of those that {@link canTryAgain} passes. */
  readonly code: ErrorCode;
  /** Auth mode of the network, where a scan has told it. */
  readonly authMode: number | undefined;
  /** How a password that is typed becomes bytes. */
  readonly encoding: TextEncoding;
}

/** Decides what comes after a failure that the device reports. */
export type AskNextTry = (failed: FailedTry) => Promise<NextTry>;

/** Of a device that keeps those of an earlier try, which it may have forgotten by the next one. */
const notReset = 'device/apply-refused';

const reasons = ['auth-error', 'network-not-found', 'disconnected', 'unknown'] as const;

/** Codes of failures that other credentials may fix. */
const fixable: ReadonlySet<ErrorCode> = new Set([...reasons.map((reason) => failureCode(reason)), notReset]);

/** Whether other credentials may fix a failure: the device has told it, and talks on. */
export function canTryAgain(error: unknown): error is ProvisioningError {
  return isProvisioningError(error) && fixable.has(error.code);
}

/** Asks the user. */
const askNextTry: AskNextTry = async ({ name, code, authMode, encoding }) => {
  const password = { value: 'password', label: 'Try another password' } as const;
  const network = { value: 'network', label: 'Choose another network' } as const;
  const stop = { value: 'stop', label: 'Stop' } as const;
  // What is likely to help stands first; an open network has no password.
  const tries = code === 'wifi/network-not-found' ? [network, password] : [password, network];
  const choices = [...tries.filter((each) => each !== password || authMode !== 0), stop];
  const question = `The device ${told[code] ?? 'could not join'} ${name}`;
  for (;;) {
    // Back from here is the password that has failed: whoever wants another one picks it.
    const kind = (await orBack(() => choose<NextTry['kind']>(question, choices, '--ssid', { isEnd: true }))) ?? 'stop';
    if (kind !== 'password') return { kind };
    const passphrase = await orBack(() => askPassphrase({ name, authMode, encoding }));
    if (passphrase !== undefined) return { kind, passphrase };
  }
};

const told: Partial<Record<ErrorCode, string>> = {
  'wifi/auth-error': 'could not sign in to',
  'wifi/network-not-found': 'does not hear',
  [notReset]: 'does not take the credentials of',
};

/**
 * Returns who decides in a run: the user at a terminal, and nobody where there is none or where a program reads the
 * output.
 */
export function nextTryPort(json: boolean): AskNextTry {
  return isInteractive() && !json ? askNextTry : async () => ({ kind: 'stop' });
}
