import { requireWifiPassphrase } from '@esp-prov/client';
import { askSecret, choose, isInteractive } from './prompts.ts';

/** What is to be tried after a device could not sign in to a network. */
export type NextTry =
  /** The same network with another password. */
  | { readonly kind: 'password'; readonly passphrase: string }
  /** Another network, to be chosen once the device takes credentials again. */
  | { readonly kind: 'network' }
  | { readonly kind: 'stop' };

/** Decides what comes after a password that a network refused; whoever leads a user through a provisioning has one. */
export type AskNextTry = (failed: {
  /** Name of the network, for a screen. */
  readonly name: string;
}) => Promise<NextTry>;

/** Asks the user. */
const askNextTry: AskNextTry = async ({ name }) => {
  const kind = await choose<NextTry['kind']>(
    `The device could not sign in to ${name}`,
    [
      { value: 'password', label: 'Try another password' },
      { value: 'network', label: 'Choose another network' },
      { value: 'stop', label: 'Stop' },
    ],
    '--passphrase',
  );
  if (kind !== 'password') return { kind };
  return {
    kind,
    passphrase: await askSecret('Wi-Fi password', '--passphrase', (typed) => requireWifiPassphrase(typed)),
  };
};

/** Who decides in a run: the user at a terminal, and nobody where there is none or where a program reads the output. */
export function nextTryPort(json: boolean): AskNextTry {
  return isInteractive() && !json ? askNextTry : async () => ({ kind: 'stop' });
}
