import { describe, expect, it } from 'vitest';
import { textOfFile } from '../../src/input/text-file.ts';

const options = { called: 'the list a.csv', code: 'batch/invalid-list' } as const;
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('textOfFile', () => {
  it.each([
    ['plain', 'service_name\nCafé 寝室\n'],
    ['empty', ''],
    ['with a mark', 'a'],
  ])('returns UTF-8: %s', (_what, text) => {
    expect(textOfFile(Buffer.from(text), options)).toBe(text);
    expect(textOfFile(Buffer.from(`\u{feff}${text}`), options)).toBe(text);
  });

  it.each([
    [1, 'caf\xe9'],
    [2, 'ssid\ncaf\xe9\nb'],
    [3, 'ssid\r\na\r\n\xff\r\n'],
    [2, 'ssid\n\xe2\x82'],
  ])('names line %i that is not UTF-8', (line, text) => {
    expect(() => textOfFile(latin1(text), options)).toThrow(
      expect.objectContaining({
        code: 'batch/invalid-list',
        message: expect.stringContaining(`line ${line} of the list a.csv is not UTF-8`),
      }),
    );
  });

  it.each([
    ['UTF-16', Buffer.from('\u{feff}service_name\n', 'utf16le')],
    ['UTF-16', Buffer.from('service_name\n', 'utf16le')],
    ['UTF-16', Buffer.from('\u{feff}service_name\n', 'utf16le').swap16()],
    ['UTF-16', Buffer.from('service_name\n', 'utf16le').swap16()],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ])('names %s', (name, content) => {
    expect(() => textOfFile(content, options)).toThrow(`the list a.csv is ${name}`);
  });

  it.each([Buffer.from('ab', 'utf16le'), latin1('\xe9')])(
    'says how such a file is made where that is known',
    (content) => {
      expect(() => textOfFile(content, options)).toThrow(/Expected UTF-8$/);
      const example = 'one saved as “CSV UTF-8”';
      expect(() => textOfFile(content, { ...options, example })).toThrow(
        /Expected UTF-8, for example one saved as “CSV UTF-8”$/,
      );
    },
  );

  it('takes long content in one go', () => {
    const content = new Uint8Array(4_000_000).fill(0x0a);
    content[3_999_999] = 0xff;
    expect(() => textOfFile(content, options)).toThrow('line 4000000 ');
  });
});
