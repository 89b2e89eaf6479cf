import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf } from '@esp-prov/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { neighbours, noteNeighbour } from '../../../../src/reach/ble/virtual/neighbours.ts';
import { type PlaceOwner, virtualPlace } from '../../../../src/reach/ble/virtual/virtual-place.ts';
import { Scratch } from '../../../support/scratch.ts';

let scratch: Scratch;
let runtime: string;
let owner: PlaceOwner;

beforeEach(() => {
  scratch = new Scratch();
  runtime = scratch.folder('run');
  owner = { env: { XDG_RUNTIME_DIR: runtime } };
});

afterEach(() => scratch[Symbol.dispose]());

const bus = (path: string) => `unix:path=${path},guid=0123456789abcdef`;

const address = '24:0A:C4:26:1F:CE';

/** A bus that is there, as far as its file tells. */
function someBus(): string {
  const path = scratch.path(`bus-${readdirSync(runtime).length}`);
  writeFileSync(path, '');
  return bus(path);
}

describe('the place of virtual devices', () => {
  test('is below the runtime folder of the user, and for the user alone', () => {
    const place = virtualPlace(owner);
    expect(place).toBe(join(runtime, 'esp-prov', 'virtual-ble'));
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(virtualPlace(owner)).toBe(place);
  });

  test.each([undefined, '', 'relative/run', '/nonexistent/esp-prov-test'])(
    'is among temporary files with %s',
    (value) => {
      const place = virtualPlace({ env: { XDG_RUNTIME_DIR: value } });
      expect(place).toMatch(/esp-prov-\d+.virtual-ble$/);
      expect(statSync(place).mode & 0o777).toBe(0o700);
    },
  );

  test('is refused where other users can write to it', () => {
    const ours = join(runtime, 'esp-prov');
    mkdirSync(ours);
    chmodSync(ours, 0o770);
    expect(refused(owner)).toContain('open to other users');
  });

  test('is refused where it belongs to another user', () => {
    virtualPlace(owner);
    expect(refused({ ...owner, uid: (process.getuid?.() ?? 0) + 1 })).toContain('another user');
  });

  test('is refused where a link stands in its place, wherever that leads', () => {
    symlinkSync(scratch.folder('elsewhere'), join(runtime, 'esp-prov'));
    expect(refused(owner)).toContain('is no folder');
  });
});

describe('virtual devices of one machine', () => {
  test('are found until they take their notes back', () => {
    const [one, other] = [someBus(), someBus()];
    const leave = noteNeighbour({ name: 'PROV_1', bus: one, address }, owner);
    noteNeighbour({ name: 'PROV_2', bus: other, address }, owner);
    expect(
      neighbours(owner)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['PROV_1', 'PROV_2']);
    leave();
    expect(neighbours(owner)).toEqual([{ name: 'PROV_2', bus: other, address }]);
  });

  test('that were killed are swept, also where another process has their number by now', () => {
    const place = virtualPlace(owner);
    const dead = join(place, '2147483000-00000000.json');
    writeFileSync(dead, JSON.stringify({ name: 'PROV_1', bus: someBus(), address }));
    writeFileSync(`${dead}.new`, '{');
    noteNeighbour({ name: 'PROV_2', bus: bus('/nonexistent/esp-prov-test'), address }, owner);
    expect(neighbours(owner)).toEqual([]);
    expect(readdirSync(place)).toEqual([]);
  });

  test('do not fail for what else stands there, and nothing of it is removed', () => {
    const place = virtualPlace(owner);
    const name = (digits: string) => join(place, `${process.pid}-${digits}.json`);
    writeFileSync(name('00000000'), '{ not JSON');
    writeFileSync(name('00000001'), JSON.stringify({ name: 'x', bus: 'tcp:host=evil.example,port=1', address }));
    writeFileSync(name('00000002'), JSON.stringify({ name: 'x', bus: `unix:path=/a\u001b[2J`, address }));
    writeFileSync(name('00000003'), ' '.repeat(5000) + JSON.stringify({ name: 'x', bus: someBus(), address }));
    writeFileSync(name('00000004'), 'null');
    mkdirSync(name('00000005'));
    symlinkSync('/dev/zero', name('00000006'));
    writeFileSync(join(place, 'notes.txt'), 'mine');
    expect(neighbours(owner)).toEqual([]);
    expect(readdirSync(place)).toHaveLength(8);
    expect(existsSync(join(place, 'notes.txt'))).toBe(true);
  });

  test('do not fail for a folder with the name of a note whose process is gone', () => {
    const folder = join(virtualPlace(owner), '4194304999-00000000.json');
    mkdirSync(folder);
    expect(neighbours(owner)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });

  test('are at most 64', () => {
    for (let i = 0; i < 70; i++) noteNeighbour({ name: `PROV_${i}`, bus: someBus(), address }, owner);
    expect(neighbours(owner)).toHaveLength(64);
  });
});

function refused(of: PlaceOwner): string {
  const { code, message } = failureOf(() => virtualPlace(of));
  expect(code).toBe('host/file-unusable');
  return message;
}
