import { decodeUtf8, fileFailure, ProvisioningError } from '@esp-prov/protocol';
import { rawBytesReason } from '../../input/raw-bytes.ts';
import type { LineSource } from './line-source.ts';
import { longestLine } from './session-line.ts';

/** Bytes of the longest line: a character of UTF-8 has four at most. */
const longestBytes = 4 * longestLine;

/** Returns the lines of a text that is there as a whole. */
export function linesOf(text: string): LineSource {
  const lines = text.split('\n');
  // Behind the last line end there is no line.
  if (lines.at(-1) === '') lines.pop();
  return sourceOf(lines.map(withoutReturn)[Symbol.iterator](), () => undefined);
}

/**
 * Returns the lines of a stream as they come; what stands behind the last line end is a line too.
 *
 * @throws ProvisioningError `usage/invalid-option` for a line that is too long or not UTF-8, `host/file-unusable`
 */
export function streamedLines(input: AsyncIterable<Uint8Array> & { destroy?(): void }): LineSource {
  return sourceOf(split(input), () => input.destroy?.());
}

async function* split(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let line = 1;
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = (): string => {
    const text = decodeUtf8(Buffer.concat(parts, length));
    if (text === undefined) throw refusal(line, rawBytesReason);
    [parts, length] = [[], 0];
    line++;
    return withoutReturn(text);
  };
  const add = (part: Uint8Array) => {
    length += part.length;
    if (length > longestBytes) throw refusal(line, `it has more than ${longestLine} characters`);
    parts.push(part);
  };
  try {
    for await (const chunk of input) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        add(chunk.subarray(start, end));
        start = end + 1;
        yield take();
      }
      if (start < chunk.length) add(chunk.subarray(start));
    }
  } catch (cause) {
    if (cause instanceof ProvisioningError) throw cause;
    const why = `standard input, read for the requests, cannot be used: ${fileFailure(cause)}`;
    throw new ProvisioningError('host/file-unusable', why, { cause });
  }
  if (length > 0) yield take();
}

function sourceOf(lines: Iterator<string> | AsyncIterator<string>, close: () => void): LineSource {
  return {
    isTyped: false,
    async next() {
      const { done, value } = await lines.next();
      return done ? undefined : value;
    },
    beside: (print) => print(),
    [Symbol.dispose]: close,
  };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function refusal(line: number, why: string): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', `line ${line} cannot be sent: ${why}`);
}
