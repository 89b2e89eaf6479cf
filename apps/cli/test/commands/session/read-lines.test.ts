import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import type { LineSource } from '../../../src/commands/session/line-source.ts';
import { linesOf, streamedLines } from '../../../src/commands/session/read-lines.ts';

async function all(source: LineSource): Promise<string[]> {
  const lines: string[] = [];
  for (let line = await source.next(); line !== undefined; line = await source.next()) lines.push(line);
  return lines;
}

async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

describe('lines', () => {
  test.each([
    ['a\nb\n', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    ['a\r\n\r\nb\r\n', ['a', '', 'b']],
    ['', []],
    ['\n', ['']],
  ])('of %j are the same at once and byte by byte', async (text, expected) => {
    expect(await all(linesOf(text))).toEqual(expected);
    expect(await all(streamedLines(chunks(text)))).toEqual(expected);
    expect(await all(streamedLines(chunks(...Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte)))))).toEqual(
      expected,
    );
  });

  test('keep a character that two chunks share', async () => {
    const [first = 0, second = 0] = Buffer.from('é');
    expect(await all(streamedLines(chunks(Uint8Array.of(first), Uint8Array.of(second))))).toEqual(['é']);
  });

  test('that are not UTF-8, or never end, are refused by their number', async () => {
    const raw = streamedLines(chunks('a\n', Uint8Array.of(0x6c, 0xff, 0x0a)));
    expect(await raw.next()).toBe('a');
    expect(await failureOf(raw.next())).toMatchObject({
      code: 'usage/invalid-option',
      message: expect.stringMatching(/^line 2 cannot be sent/),
    });
    let read = 0;
    async function* endless() {
      for (;;) yield Buffer.alloc(65_536, ++read && 'x');
    }
    expect((await failureOf(streamedLines(endless()).next())).code).toBe('usage/invalid-option');
    expect(read).toBe(2);
  });

  test('of a stream that breaks fail as a file does', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      throw Object.assign(new Error('no'), { code: 'EIO' });
    }
    expect((await failureOf(streamedLines(broken()).next())).code).toBe('host/file-unusable');
  });
});
