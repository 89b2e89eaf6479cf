import { fstatSync } from 'node:fs';

/**
 * Makes the streams of this process look like those of a terminal, if they are the recording's own: output to a file,
 * input from a pipe. A program that another one starts has pipes, as it would have in a terminal.
 *
 * @param {number[]} size columns and rows
 * @param {(isRaw: boolean) => void} onRaw told when the program takes the keys as they come
 */
export function becomeTerminal([columns, rows], onRaw) {
  if (!fstatSync(1).isFile()) return;
  for (const stream of [process.stdout, process.stderr]) {
    Object.assign(stream, { isTTY: true, columns, rows });
    stream.getWindowSize = () => [columns, rows];
    stream.getColorDepth = () => 4;
    stream.hasColors = (count = 16) => count <= 16;
  }
  const { stdin } = process;
  if (fstatSync(0).isFIFO() || fstatSync(0).isSocket()) {
    stdin.isTTY = true;
    stdin.isRaw = false;
    // A terminal that is not read lets a program end; a pipe would not.
    stdin.on('pause', () => stdin.unref());
    stdin.on('resume', () => stdin.ref());
    stdin.setRawMode = (isRaw) => {
      stdin.isRaw = isRaw;
      onRaw(isRaw);
      return stdin;
    };
  }
}
