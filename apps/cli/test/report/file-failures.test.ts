import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { isProvisioningError } from '@esp-prov/protocol';
import { afterAll, describe, expect, test } from 'vitest';
import { normalizeArguments } from '../../src/legacy-arguments.ts';
import { buildProgram } from '../../src/program.ts';
import { withFileFailure } from '../../src/report/error-report.ts';
import { Scratch } from '../support/scratch.ts';

const scratch = new Scratch();
afterAll(() => scratch[Symbol.dispose]());
writeFileSync(scratch.path('file'), 'key,type,encoding,value\nns,namespace,,\nk,data,u8,1\n');
writeFileSync(scratch.path('list.csv'), 'service_name,pop\n127.0.0.1:1,x\n');
writeFileSync(scratch.path('values.csv'), 'id,k\n1,1\n');
writeFileSync(scratch.path('config.csv'), 'ns,namespace,\nk,data,u8\n');
mkdirSync(scratch.path('folder'));
symlinkSync(scratch.path('loop'), scratch.path('loop'));
const file = scratch.path('file');

/** Paths that no file can be read from or written to, and why. */
const bad = {
  missing: { path: scratch.path('none/none'), why: 'there is no such file or folder' },
  loop: { path: scratch.path('loop'), why: 'its links lead in a circle' },
  long: { path: scratch.path('x'.repeat(300)), why: 'its name is too long' },
  below: { path: scratch.path('file/below'), why: 'part of its path is a file, not a folder' },
  folder: { path: scratch.path('folder'), why: 'it is a folder, not a file' },
} as const;

const device = '--service-name 127.0.0.1:1';

/** Command lines with @ in the place of a file that is read. */
const reading = [
  `scan ${device} --pop-file @`,
  'scan --qr @',
  `--ssid x ${device} --passphrase-file @`,
  '--ssid x --passphrase xxxxxxxx --batch @',
  'device --transport softap --listen 0 --air @',
  'device --transport softap --listen 0 --pop-file @',
  'credentials --username x --password-file @',
  'qr --name x --pop-file @',
  'flash create --force OUT --table @',
  'flash table @',
  'flash read @ OUT --offset 0 --size 1',
  'flash write FILE @ --offset 0',
  'flash write @ FILE --offset 0',
  'flash erase-flash @',
  'flash erase-region @ 0 0x1000',
  'flash erase-partition @ nvs',
  'flash nvs list @',
  'flash nvs get @ ns k',
  'flash nvs set @ ns k u8 1',
  'flash nvs set FILE ns k string --value-file @',
  'flash nvs list FILE --key-file @',
  'flash nvs list FILE --hmac-key-file @',
  'flash nvs generate @ OUT --size 0x3000',
  'flash nvs generate CONFIG OUT --size 0x3000 --prefix x --values @',
];

/** Command lines with @ in the place of a file or folder that is written. */
const writing = [
  '--ssid x --passphrase xxxxxxxx --batch LIST --report @',
  'device --transport softap --listen 0 --flash @',
  'qr --name x --out @.svg',
  'qr --name x --out @.png',
  'flash create --force @',
  'flash nvs generate FILE @ --size 0x3000 --force',
  'flash nvs generate CONFIG @ --size 0x3000 --prefix x --values VALUES',
  'flash nvs generate-key @',
  'flash nvs generate-key OUT --new-hmac-key @',
];

async function toldAbout(line: string, path: string): Promise<string> {
  const names = { FILE: file, LIST: 'list.csv', CONFIG: 'config.csv', VALUES: 'values.csv', OUT: 'out' };
  const words = line.split(' ').map((word) => {
    const name = names[word as keyof typeof names];
    return name === undefined ? word.replace('@', path) : word === 'FILE' ? file : scratch.path(name);
  });
  const program = buildProgram();
  try {
    await program.parseAsync(normalizeArguments(program, words), { from: 'user' });
  } catch (error) {
    const told = withFileFailure(error);
    if (!isProvisioningError(told)) throw error;
    return told.message;
  }
  throw new Error(`“${line}” went on with ${path}`);
}

describe('a file that cannot be read', () => {
  test.each(reading)('is named with the reason, in words: %s', async (line) => {
    for (const { path, why } of Object.values(bad)) {
      const message = await toldAbout(line, path);
      expect(message).toContain(why);
      expect(message).not.toMatch(/\bE[A-Z]{3,}\b/);
    }
  });
});

describe('a file that cannot be written', () => {
  test.each(writing)('is named with the reason, in words: %s', async (line) => {
    const kinds = Object.values(bad).filter((kind) => {
      // A series makes its folder; with an ending behind it, neither the folder nor the circle is meant.
      if (line.includes('--values')) return kind !== bad.folder && kind !== bad.missing;
      return !/--report|@\./.test(line) || (kind !== bad.folder && kind !== bad.loop);
    });
    for (const { path, why } of kinds) {
      const message = await toldAbout(line, path);
      expect(message).toContain(path);
      expect(message).toContain(why);
      expect(message).not.toMatch(/\bE[A-Z]{3,}\b/);
    }
  });
});
