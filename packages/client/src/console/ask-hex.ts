import { type Bytes, fromHex, ProvisioningError } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';
import type { Dialogue } from './dialogue.ts';

/** What is typed in place of digits when there is no answer to copy. */
const noAnswer = '-';

/**
 * Asks for bytes as hexadecimal digits, again after a mistyped line, and returns them. A single `-` says that the
 * device gave no answer.
 *
 * @throws ProvisioningError `link/input-ended` at the end of the input, `endpoint/refused` after `-`
 */
export async function askHex(dialogue: Dialogue, prompt: string, options: CallOptions = {}): Promise<Bytes> {
  for (;;) {
    const typed = await askLine(dialogue, prompt, options);
    if (typed === noAnswer) throw new ProvisioningError('endpoint/refused', 'the device gave no answer');
    const fault = hexFault(typed);
    if (fault === undefined) return fromHex(typed);
    dialogue.tell(`${fault} Enter it again, or ${noAnswer} when the device gives no answer.`);
  }
}

/** Asks for a line and returns it, without blanks around it. @throws ProvisioningError `link/input-ended` */
export async function askLine(dialogue: Dialogue, prompt: string, options: CallOptions = {}): Promise<string> {
  const typed = await dialogue.ask(prompt, options);
  if (typed === undefined) throw new ProvisioningError('link/input-ended');
  return typed.trim();
}

/** Returns what is wrong with a text that should be hexadecimal digits, as a sentence. */
function hexFault(text: string): string | undefined {
  if (text === '') return 'Nothing was entered; two digits for each byte are expected, such as 08021a00.';
  if (/^0x/i.test(text)) return 'Leave out the 0x; only the digits are expected.';
  if (/\s/.test(text)) return 'Leave out the blanks; the digits are expected one behind the other.';
  if (/[^0-9a-f]/i.test(text)) return 'Only the digits 0 to 9 and a to f are expected.';
  if (text.length % 2 !== 0) return `A digit is missing or too many: these are ${text.length}, and a byte has two.`;
  return undefined;
}
