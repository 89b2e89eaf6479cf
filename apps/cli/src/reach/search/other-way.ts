import { formatServiceAddress, softApAddress } from '@esp-prov/client';
import { errorMeanings, isProvisioningError } from '@esp-prov/protocol';
import { tellPeople } from '../../terminal/printable.ts';
import { choose } from '../../terminal/prompts.ts';
import type { LinkContext } from '../device-link.ts';
import type { ReachOptions } from '../reach-options.ts';
import { choosePort } from './choose-port.ts';
import { joinAndFind } from './join-and-find.ts';

/** A way to a device that somebody has chosen in the place of Bluetooth. */
export type OtherWay =
  | { readonly kind: 'softap'; readonly address: string; readonly close?: () => Promise<void> }
  | { readonly kind: 'console'; readonly port: string }
  | { readonly kind: 'guided' };

type Entry = 'join' | 'port' | 'guided' | 'virtual' | 'doctor' | 'stop';

/**
 * Lets the user choose how to go on where Bluetooth cannot be had, until one of the ways is open.
 *
 * @throws `cause`, why Bluetooth cannot be had, when the user stops
 */
export async function chooseOtherWay(cause: unknown, options: ReachOptions, context: LinkContext): Promise<OtherWay> {
  // In general words: whoever wants the facts of this case asks the doctor, or stops.
  tellPeople(isProvisioningError(cause) ? errorMeanings[cause.code] : `Bluetooth cannot be used here: ${cause}`);
  const entries = [
    { value: 'join', label: "Join the device's Wi-Fi" },
    { value: 'port', label: 'Use its serial port' },
    { value: 'guided', label: 'Carry messages by hand (guided)' },
    { value: 'virtual', label: 'Try with a virtual device' },
    { value: 'doctor', label: 'Ask the doctor what is wrong' },
    { value: 'stop', label: 'Stop' },
  ] as const satisfies readonly { value: Entry; label: string }[];
  for (;;) {
    const entry = await choose<Entry>('How to go on', entries, '--transport softap');
    context.signal.throwIfAborted();
    if (entry === 'stop') throw cause;
    const way = await ways[entry](options, context);
    if (way) return way;
  }
}

type Try = (options: ReachOptions, context: LinkContext) => Promise<OtherWay | undefined>;

/** What each entry does; undefined leads back to the list. */
const ways: Readonly<Record<Exclude<Entry, 'stop'>, Try>> = {
  async join(_, context) {
    const close = await joinAndFind(context);
    return close && { kind: 'softap', address: formatServiceAddress(softApAddress), close };
  },
  async port() {
    const port = await choosePort();
    return port === undefined ? undefined : { kind: 'console', port };
  },
  async guided() {
    return { kind: 'guided' };
  },
  async virtual() {
    const { startOwnDevice } = await import('./own-device.ts');
    const { address, lines, close } = await startOwnDevice();
    tellPeople(lines);
    return { kind: 'softap', address, close };
  },
  async doctor({ bleAdapter }, { signal }) {
    const [{ examine }, { findingLines }, { thisMachine }] = await Promise.all([
      import('../examine/examine.ts'),
      import('../examine/finding-lines.ts'),
      import('../examine/machine.ts'),
    ]);
    tellPeople(findingLines(await examine(thisMachine({ adapter: bleAdapter, signal }))).lines);
    return undefined;
  },
};
