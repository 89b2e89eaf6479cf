import type { Readable } from 'node:stream';
import { foreignText } from '@esp-prov/protocol';
import type { VirtualEsp32 } from '@esp-prov/virtual';
import type { Output } from '../../report/output.ts';

/** What has buttons: a device in session-only mode. */
export type ButtonDevice = Pick<VirtualEsp32, 'offerProvisioning' | 'advertise'>;

/** What each button does; it is pressed by a word on a line of its own. */
const buttons: Readonly<Record<string, (device: ButtonDevice) => Promise<void>>> = {
  provision: (device) => device.offerProvisioning(),
  pause: (device) => device.advertise(false),
  resume: (device) => device.advertise(true),
};

/** What a person at the terminal of the device can press. */
export const buttonsHint: string = `Its buttons: type ${Object.keys(buttons).join(', ')} and Enter.`;

/** Characters of a line that are read, and presses that may wait; more are dropped, whatever the input brings. */
const [longestWord, mostWaiting] = [32, 8];

/**
 * Presses the buttons of a virtual device by lines of input: `provision` restarts it with provisioning enabled, `pause` and
 * `resume` stop and restart its advertising. Returns a function that ends this, so that the input keeps nothing running.
 */
export function takeButtons(device: ButtonDevice, { input, output }: { input: Readable; output: Output }): () => void {
  let line = '';
  let waiting = 0;
  let pressed: Promise<void> = Promise.resolve();

  function press(word: string): void {
    if (word === '' || waiting === mostWaiting) return;
    waiting++;
    pressed = pressed
      .then(() => buttonOf(word)(device))
      .catch((error: unknown) => warn(output, error))
      .finally(() => waiting--);
  }

  const read = (chunk: string | Uint8Array): void => {
    const [first = '', ...next] = String(chunk).split('\n');
    line = (line + first).slice(0, longestWord);
    for (const begun of next) {
      press(line.trim());
      line = begun.slice(0, longestWord);
    }
  };
  const ignore = (): void => undefined;
  input.on('data', read);
  // A terminal that is gone fails to be read; then there are no buttons.
  input.on('error', ignore);
  return () => {
    input.off('data', read);
    input.pause();
  };
}

function buttonOf(word: string): (device: ButtonDevice) => Promise<void> {
  const button = Object.hasOwn(buttons, word) ? buttons[word] : undefined;
  if (button) return button;
  throw new RangeError(`there is no button ${word}; there are ${Object.keys(buttons).join(', ')}`);
}

function warn(output: Output, error: unknown): void {
  const text = foreignText(error instanceof Error ? error.message : String(error));
  output.event({ event: 'warning', text }, `warning: ${text}`);
}
