import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorTable } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { chooseMessage } from '../errors/choose-message.mjs';
import { detailWords } from '../errors/detail-words.mjs';
import { errorPage } from '../errors/error-page.mjs';
import { families } from '../errors/families.mjs';
import { linkCodes } from '../errors/link-codes.mjs';
import { makersOf } from '../errors/makers.mjs';
import { pagesAbout } from '../errors/pages-about.mjs';
import { relatedErrors } from '../errors/related-errors.mjs';

const root = new URL('../..', import.meta.url);
const codes = Object.keys(errorTable);
const messages = JSON.parse(readFileSync(new URL('site/errors/messages.json', root), 'utf8'));

describe('What the pages of errors are made from', () => {
  test('has a message for each code, and for no other', () => {
    expect(Object.keys(messages)).toEqual(codes);
    expect(codes.filter((code) => !(messages[code].message.length > 10))).toEqual([]);
  });

  test('has words for every detail that an error has, and for no other', () => {
    const used = new Set(codes.flatMap((code) => Object.keys(messages[code].fields)));
    expect([...used].filter((name) => !Object.hasOwn(detailWords, name))).toEqual([]);
    expect(Object.keys(detailWords).filter((name) => !used.has(name))).toEqual([]);
  });

  test('knows every family, and who raises every error, from files that exist', () => {
    expect(new Set(codes.map((code) => code.split('/')[0]))).toEqual(new Set(Object.keys(families)));
    for (const code of codes) expect(makersOf(messages[code].files).length, code).toBeGreaterThan(0);
    // Codes that a function chooses from what the bus says.
    for (const code of ['bluetooth/no-bus', 'bluetooth/no-service', 'bluetooth/not-permitted']) {
      expect(messages[code].files, code).toContain('packages/bluez/src/service/bluez-error.ts');
    }
    const files = codes.flatMap((code) => messages[code].files as string[]).filter((file) => file.endsWith('.ts'));
    expect(files.filter((file) => !existsSync(fileURLToPath(new URL(file, root))))).toEqual([]);
  });

  test('names related errors that exist', () => {
    expect(codes.flatMap((code) => relatedErrors(code)).filter((code) => !codes.includes(code))).toEqual([]);
    expect(relatedErrors('wifi/auth-error')).toContain('device/apply-refused');
  });

  test('holds nothing of the machine that it was made on', () => {
    expect(JSON.stringify(messages)).not.toMatch(/\/tmp\/|\/home\/|127\.0\.0\.1:(?!8080|8081)\d/);
  });
});

describe('The table of errors', () => {
  test('has commands that end their sentence or clause, so that a terminal keeps them whole and nothing else', () => {
    // At most three words name a command, as in flash nvs check; more are prose.
    const long = /\besp-prov(?: (?!and\b|or\b)[a-z][a-z-]*){4,}/;
    const texts = Object.values(errorTable).flatMap((row) => [row.remedy, 'command' in row ? row.command : '']);
    expect(texts.filter((text) => long.test(text))).toEqual([]);
  });
});

describe('errorPage', () => {
  test('shows what a terminal of 80 columns shows', () => {
    for (const code of codes) {
      const [, shown = ''] =
        /```text\n(error: .*?)\n```/s.exec(errorPage(code, { ...messages[code], about: [] })) ?? [];
      // What is longer is one word, or a command to copy: four plain words in a row are prose behind it.
      const isProse = (line: string): boolean => !/^ *\S*$|esp-prov /.test(line) || /(?: [a-z]{2,}){4}/.test(line);
      expect(
        shown.split('\n').filter((line) => line.length > 80 && isProse(line)),
        code,
      ).toEqual([]);
    }
  });
});

describe('pagesAbout', () => {
  const placesOf = (code: string) => pagesAbout(code).map(({ path, section }) => [path, section]);

  test('finds sections that explain an error, and no output in which it happens to stand', () => {
    expect(placesOf('bluetooth/not-found')).toEqual([
      ['troubleshooting/cannot-find-device.md', '"No devices found", "peripheralsNotFound"'],
      ['guides/real-device.md', 'When it does not work'],
    ]);
    // What people see is what they look for.
    expect(placesOf('link/protocol')).toContainEqual([
      'troubleshooting/softap.md',
      'Something answers, but it is no device',
    ]);
  });

  test('names a page once, by its sections where they say more', () => {
    expect(placesOf('device/session-only').map(([, section]) => section)).not.toContain(undefined);
  });
});

describe('chooseMessage', () => {
  const about = { meaning: 'It failed.', forms: [/^the device .* is gone$/] };
  const note = (message: string) => ({ place: 'packages/client/src/x.ts', message, details: {} });

  test('takes a case before the bare meaning', () => {
    const notes = [note('It failed.'), note('the device PROV_1 is gone')];
    expect(chooseMessage(notes, about)?.message).toBe('the device PROV_1 is gone');
    expect(chooseMessage(notes.slice(0, 1), about)?.message).toBe('It failed.');
  });

  test('takes no message that the sources cannot say', () => {
    expect(chooseMessage([note('the port is gone')], about)).toBe(undefined);
  });

  test('takes words of ours before those of a fake', () => {
    const forms = [/^.*$/s, /^the device .* is gone$/];
    const notes = [note('as it is'), note('the device PROV_1 is gone')];
    expect(chooseMessage(notes, { ...about, forms })?.message).toBe('the device PROV_1 is gone');
  });

  test('replaces what depends on the machine', () => {
    const noted = { ...note('the device /tmp/test-x1/dev.bin is gone'), details: { port: 40123, owner: '123 vm' } };
    expect(chooseMessage([noted], about)).toMatchObject({
      message: 'the device dev.bin is gone',
      details: { port: 8080, owner: '4711 vm' },
    });
  });
});

describe('linkCodes', () => {
  const linked = (text: string, home = 'docs/guides/x.md'): string => linkCodes(text, { home });

  test('links errors that a page names as code', () => {
    expect(linked('Ends with `wifi/auth-error`.')).toBe(
      'Ends with [`wifi/auth-error`](../reference/errors.md#wifiauth-error).',
    );
  });

  test.each([
    '`wifi/no-such` and `wifi/…`',
    'wifi/auth-error',
    '## `wifi/auth-error`',
    '[`wifi/auth-error`](x.md)',
    '```\n`wifi/auth-error`\n```',
  ])('leaves %j as it is', (text) => {
    expect(linked(text)).toBe(text);
  });

  test('does not link the page of an error to itself', () => {
    const own = 'docs/reference/errors/wifi/auth-error.md';
    expect(linked('`wifi/auth-error`', own)).toBe('`wifi/auth-error`');
    expect(linked('`link/lost`', own)).toBe('[`link/lost`](../../errors.md#linklost)');
  });
});
