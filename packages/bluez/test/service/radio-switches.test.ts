import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bluetoothBlock, rfkillSwitches } from '../../src/service/radio-switches.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rfkill-'));
  const files = { name: 'hci0', type: 'bluetooth', soft: '1', hard: '0' };
  await mkdir(join(folder, 'rfkill1'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'rfkill1', name), `${text}\n`);
  await mkdir(join(folder, 'rfkill0'));
  await writeFile(join(folder, 'rfkill0', 'type'), 'wlan\n');
});
afterAll(() => rm(folder, { recursive: true }));

test('switches are read in order, and what a switch does not tell is taken as harmless', async () => {
  expect(await rfkillSwitches(folder)()).toEqual([
    { name: '', type: 'wlan', soft: false, hard: false },
    { name: 'hci0', type: 'bluetooth', soft: true, hard: false },
  ]);
});

test('a machine without rfkill has no switches', async () => {
  expect(await rfkillSwitches(join(folder, 'absent'))()).toEqual([]);
});

describe('what blocks an adapter', () => {
  const own = { name: 'hci0', type: 'bluetooth', soft: true, hard: false };
  const key = { name: 'tpacpi_bluetooth_sw', type: 'bluetooth', soft: false, hard: true };

  test('is its own switch', () => {
    expect(bluetoothBlock([own], 'hci0')).toBe('soft');
    expect(bluetoothBlock([own], 'hci1')).toBeUndefined();
  });

  test('is also a key of the machine, and the block that software cannot lift counts', () => {
    expect(bluetoothBlock([own, key], 'hci1')).toBe('hard');
    expect(bluetoothBlock([own, key], 'hci0')).toBe('hard');
  });

  test('is any of them where the machine shows no adapter', () => {
    expect(bluetoothBlock([own])).toBe('soft');
    expect(bluetoothBlock([])).toBeUndefined();
  });

  test('is never the switch of another radio', () => {
    expect(bluetoothBlock([{ ...own, type: 'wlan' }], 'hci0')).toBeUndefined();
  });
});
