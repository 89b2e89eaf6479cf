import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorTable, ProvisioningError, parseQrPayload } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { unproduced } from '../../scripts/errors-produced.mjs';
import { notesFolder, placeInSources } from '../setup/note-error.ts';

/** A stack as Node prints it, with the constructor on top. */
const stackFrom = (place: string) =>
  [
    'Error: some words',
    '    at new RecordedError (/home/x/test/setup/record-errors.ts:8:5)',
    '    at new ProvisioningError (/home/x/packages/protocol/src/errors/provisioning-error.ts:22:5)',
    `    at make (${place})`,
    '    at caller (/home/x/packages/client/src/session/session.ts:1:1)',
  ].join('\n');

test.each([
  ['/home/x/packages/client/src/session/session.ts:40:11', 'packages/client/src/session/session.ts:40'],
  ['file:///home/x/apps/cli/src/commands/qr/qr.ts:7:1', 'apps/cli/src/commands/qr/qr.ts:7'],
  ['/home/x/packages/virtual/src/node/file-flash.ts?v=1:7:1', 'packages/virtual/src/node/file-flash.ts:7'],
  ['/home/x/packages/client/test/session/session.test.ts:40:11', undefined],
  ['/home/x/packages/client/test/support/refusal.ts:40:11', undefined],
  ['/home/x/packages/testing/src/faulty-link.ts:40:11', undefined],
  ['/home/x/test/house/errors-produced.test.ts:40:11', undefined],
  ['node:internal/process:1:1', undefined],
])('an error made at %s counts as made at %s', (made, counted) => {
  expect(placeInSources(stackFrom(made))).toBe(counted);
});

test('a code is noted with its place when a source makes it, while the tests run', async () => {
  expect(() => parseQrPayload('nothing')).toThrow(ProvisioningError);
  await Promise.resolve();
  const note = join(notesFolder, 'qr.unreadable');
  const notes = readFileSync(note, 'utf8').trimEnd().split('\n');
  expect(notes.map((line) => JSON.parse(line))).toContainEqual({
    place: expect.stringMatching(/^packages\/protocol\/src\/qr-payload\.ts:\d+$/),
    message: expect.stringMatching(/\w/),
    details: {},
  });
});

test('a code that only a test makes is not noted', async () => {
  const never = `never/${'made'}`;
  const error = new ProvisioningError('qr/unreadable');
  Object.assign(error, { code: never });
  await Promise.resolve();
  expect(existsSync(join(notesFolder, never.replace('/', '.')))).toBe(false);
});

test('codes without a note are told, all of them where there is no note at all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-notes-'));
  const codes = Object.keys(errorTable);
  for (const code of codes.slice(2)) writeFileSync(join(folder, code.replace('/', '.')), 'somewhere');
  expect(unproduced(codes, folder)).toEqual(codes.slice(0, 2));
  rmSync(folder, { recursive: true });
  expect(unproduced(codes, folder)).toEqual(codes);
});
