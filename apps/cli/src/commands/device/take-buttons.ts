import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { foreignText } from '@esp-prov/protocol';
import type { VirtualEsp32 } from '@esp-prov/virtual';
import type { Output } from '../../report/output.ts';

/** What the buttons of a device in session-only mode do: each is a word to type. */
const buttons: Readonly<Record<string, (device: VirtualEsp32) => Promise<void>>> = {
  provision: (device) => device.offerProvisioning(),
  pause: (device) => device.advertise(false),
  resume: (device) => device.advertise(true),
};

/** Characters of the longest line that is read as a word. */
const longestWord = 64;

/**
 * Presses the buttons of a virtual device by lines of input: `provision` restarts it with provisioning enabled, `pause` and
 * `resume` stop and restart its advertising. The end of the input presses none, and does not keep the program running.
 */
export function takeButtons(device: VirtualEsp32, { input, output }: { input: Readable; output: Output }): void {
  const lines = createInterface({ input, terminal: false });
  let pressed: Promise<void> = Promise.resolve();
  lines.on('line', (line) => {
    const word = line.slice(0, longestWord).trim();
    if (word === '') return;
    pressed = pressed.then(() => press(device, word)).catch((error: unknown) => warn(output, String(error)));
  });
  // A terminal of a program in the background fails to be read.
  input.on('error', () => lines.close());
  if ('unref' in input && typeof input.unref === 'function') input.unref();
}

async function press(device: VirtualEsp32, word: string): Promise<void> {
  const button = Object.hasOwn(buttons, word) ? buttons[word] : undefined;
  if (!button) throw new RangeError(`there is no button ${word}; there are ${Object.keys(buttons).join(', ')}`);
  await button(device);
}

function warn(output: Output, why: string): void {
  const text = foreignText(why);
  output.event({ event: 'warning', text }, `warning: ${text}`);
}
