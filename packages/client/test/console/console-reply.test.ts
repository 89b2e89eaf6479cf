import { toHex } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { ConsoleReadiness, ConsoleReplyReader } from '../../src/console/console-reply.ts';

const command = 'prov-config 7 5200';
const echo = `${command}\r\n`;
const prompt = '\n>> ';
const log = 'I (1045) app: Secured session established!\r\n';
const red = '\u001b[0;31mE (2045) protocomm: refused\u001b[0m\r\n';

function read(heard: string): string {
  const reply = new ConsoleReplyReader(command).push(heard);
  return reply.kind === 'answer' ? `answer ${toHex(reply.bytes)}` : reply.kind;
}

describe('what a console prints is', () => {
  test.each([
    ['as the firmware prints it', `${echo}\r\n0801\r\n${prompt}`],
    ['as soon as its line is whole', `${echo}\r\n0801\r\n`],
    ['with the line ends of a driver that doubles the CR', `${echo}\r\r\n0801\r\r\n`],
    ['behind an earlier prompt', `${prompt}${echo}\r\n0801\r\n`],
    ['behind the leftovers of an earlier command', `\r\nffff\r\n${prompt}${echo}\r\n0801\r\n`],
    ['with log lines before it', `${echo}${log}${red}\r\n0801\r\n`],
    ['with a log line in the middle of the echo', `prov-conf${log}ig 7 5200\r\n\r\n0801\r\n`],
    ['with a log line in the middle of the answer', `${echo}\r\n08${log}01\r\n`],
    ['with lines that no log prints', `${echo}Hello World!\r\nname\twith tab\r\n\r\n0801\r\n`],
    ['with a log of several lines', `${echo}I (7) app: Received\n\tSSID     : abc\n\tPassword : 1234\r\n\r\n0801\r\n`],
  ])('an answer: %s', (_case, heard) => {
    expect(read(heard)).toBe('answer 0801');
  });

  test('an answer in capital letters', () => {
    expect(read(`${echo}\r\nCAFE\r\n`)).toBe('answer cafe');
  });

  test('an answer without bytes when an empty line stands between', () => {
    expect(read(`${echo}\r\n\r\n${prompt}`)).toBe('answer ');
    expect(read(`${echo}\r\r\n\r\r\n${prompt}`)).toBe('answer ');
    expect(read(`${echo}${log}\r\n\r\n${prompt}`)).toBe('answer ');
  });

  test.each([
    ['the prompt comes at once', `${echo}${prompt}`],
    ['a log line tells why', `${echo}${red}${prompt}`],
    ['a log line stands behind the prompt', `${echo}${prompt}${log}`],
  ])('a refusal when %s', (_case, heard) => {
    expect(read(heard)).toBe('refused');
  });

  test.each([
    ['nothing', ''],
    ['a prompt before the echo', prompt],
    ['an answer before the echo', `\r\n0801\r\n${prompt}`],
    ['a part of the echo', `${prompt}prov-config 7 52`],
    ['the echo', echo],
    ['a part of the answer', `${echo}\r\n0801`],
    ['an odd number of digits', `${echo}\r\n080\r\n`],
    ['a part of the prompt', `${echo}\n>`],
  ])('not yet anything with %s', (_case, heard) => {
    expect(read(heard)).toBe('pending');
  });

  test.each(['rst:0x1 (POWERON_RESET),boot:0x13', 'ets Jul 29 2019 12:21:46', 'ESP-ROM:esp32c3-api1-20210207'])(
    'a restart with %j',
    (line) => {
      expect(read(`${echo}${line}\r\n`)).toBe('restarted');
    },
  );
});

function isReadyAfter(heard: string, word: string): boolean {
  return new ConsoleReadiness(word).push(heard);
}

describe('a console is ready', () => {
  test('when its prompt follows the echo', () => {
    expect(isReadyAfter(`garbage>> ${prompt}half a linesync-1\r\n${prompt}`, 'sync-1')).toBe(true);
    expect(isReadyAfter(`${prompt}sync-1\r\n`, 'sync-1')).toBe(false);
    expect(isReadyAfter(`${prompt}sync-2\r\n${prompt}`, 'sync-1')).toBe(false);
  });
});

describe('what comes in pieces', () => {
  const spoken = `${prompt}prov-conf${log}ig 7 5200\r\n${red}\r\n08${log}01\r\n${prompt}`;

  test('means the same wherever it is parted', () => {
    for (let size = 1; size < spoken.length; size++) {
      const reader = new ConsoleReplyReader(command);
      let reply = reader.push('');
      for (let at = 0; at < spoken.length; at += size) reply = reader.push(spoken.slice(at, at + size));
      expect(reply).toEqual({ kind: 'answer', bytes: Uint8Array.of(8, 1) });
    }
  });

  test('is not kept once its line is over, however much it is', () => {
    const reader = new ConsoleReplyReader(command);
    reader.push(echo);
    for (let i = 0; i < 5000; i++) expect(reader.push(log.repeat(20)).kind).toBe('pending');
    expect(reader.push('\r\n0801\r\n')).toEqual({ kind: 'answer', bytes: Uint8Array.of(8, 1) });
  });

  test.each(['x', 'ab', 'I (1) a: ', '\u001b[0;32m', '>> '])('is refused when a line of %j has no end', (piece) => {
    const endless = () => {
      const reader = new ConsoleReplyReader(command);
      for (let i = 0; i < 100; i++) reader.push(piece.repeat(10_000));
    };
    expect(endless).toThrow(expect.objectContaining({ code: 'link/protocol' }));
  });
});
