import { halfBlockLines } from '@esp-prov/protocol';
import { encode } from 'uqr';

/** Modules of the quiet zone, which readers need on a dark ground. */
const border = 4;

/** Squares of a QR code, line by line. */
export type QrModules = readonly (readonly boolean[])[];

/** Returns the code of a text, without a quiet zone around it. */
export function qrModules(text: string): QrModules {
  return encode(text, { ecc: 'L', boostEcc: true, border: 0 }).data;
}

/**
 * Returns a code for the screen: black on white whatever the colours of the terminal, since not every app reads it the
 * other way round. Without colours the blocks are the dark squares, as the firmware prints them.
 */
export function qrScreen(modules: QrModules): string {
  const lines = halfBlockLines(modules, process.stdout.isTTY ? border : 2);
  const hasColours = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return (hasColours ? lines.map((line) => `\u001b[30;107m${line}\u001b[0m`) : lines).join('\n');
}
