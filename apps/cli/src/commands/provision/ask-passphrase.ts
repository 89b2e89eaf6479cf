import type { TextEncoding } from '@esp-prov/protocol';
import { askSecret, choose } from '../../terminal/prompts.ts';
import { orBack } from '../../terminal/went-back-error.ts';
import { passphraseArgument } from './wifi-arguments.ts';

/** The network that a password is asked for. */
export interface AskedNetwork {
  /** Its name, for a screen. */
  readonly name: string;
  /** Its auth mode, where a scan has told it. */
  readonly authMode: number | undefined;
  /** How a password that is typed becomes bytes. */
  readonly encoding: TextEncoding;
}

/**
 * Asks for the password of a network. Of one that no scan has shown an empty answer may be meant or a slip, so it is asked
 * about: a device that gets no password joins any open network of that name.
 */
export async function askPassphrase({ name, authMode, encoding }: AskedNetwork): Promise<string> {
  const check = (typed: string) => void passphraseArgument(typed, encoding, authMode);
  for (;;) {
    const typed = await askSecret('Wi-Fi password', '--passphrase', check);
    if (typed !== '' || authMode !== undefined || (await orBack(() => isOpen(name)))) return typed;
  }
}

async function isOpen(name: string): Promise<boolean> {
  const choices = [
    { value: false, label: 'No, type its password' },
    { value: true, label: 'Yes, it has no password' },
  ];
  return await choose(`Is the network ${name} open?`, choices, '--passphrase');
}
