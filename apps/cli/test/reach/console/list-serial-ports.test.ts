import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listSerialPorts, type PortListOptions } from '../../../src/reach/console/list-serial-ports.ts';
import { Scratch } from '../../support/scratch.ts';

let scratch: Scratch;
let folder: string;

beforeEach(() => {
  scratch = new Scratch();
  folder = scratch.folder('dev');
});

afterEach(() => scratch[Symbol.dispose]());

const load: PortListOptions['load'] = async () => {
  throw new Error('not installed');
};

function device(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  return path;
}

/** The package serialport, which lists `ports`. */
function packageWith(list: () => Promise<unknown>): NonNullable<PortListOptions['load']> {
  return async () => ({ SerialPort: { list } }) as Awaited<ReturnType<NonNullable<PortListOptions['load']>>>;
}

describe('the serial ports of a machine', () => {
  test('are told by the package serialport, without those that are always there', async () => {
    const list = async () => [
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyUSB0', vendorId: '10c4', pnpId: 'usb-Silicon_Labs_CP2102' },
      { path: 'COM3', vendorId: '303a', manufacturer: 'Espressif', serialNumber: 'AA:BB' },
      { path: 'COM4' },
    ];
    expect(await listSerialPorts({ load: packageWith(list) })).toEqual([
      { path: '/dev/ttyUSB0', description: 'usb-Silicon_Labs_CP2102' },
      { path: 'COM3', description: 'Espressif AA:BB' },
      { path: 'COM4', description: undefined },
    ]);
  });

  test('have the names of devices on Linux without it, and what udev knows of them', async () => {
    const usb = device('ttyUSB0');
    const acm = device('ttyACM1');
    for (const name of ['ttyS0', 'tty1', 'null']) device(name);
    mkdirSync(join(folder, 'serial', 'by-id'), { recursive: true });
    symlinkSync('../../ttyUSB0', join(folder, 'serial', 'by-id', 'usb-Silicon_Labs_CP2102-if00-port0'));
    symlinkSync('../../ttyUSB9', join(folder, 'serial', 'by-id', 'usb-pulled-out'));
    expect(await listSerialPorts({ load, platform: 'linux', folder })).toEqual([
      { path: usb, description: 'usb-Silicon_Labs_CP2102-if00-port0' },
      { path: acm, description: undefined },
    ]);
  });

  test('have the names of devices on macOS without it', async () => {
    const board = device('cu.usbserial-0001');
    for (const name of ['tty.usbserial-0001', 'cu.Bluetooth-Incoming-Port', 'cu.debug-console']) device(name);
    const ports = await listSerialPorts({ load, platform: 'darwin', folder });
    expect(ports).toEqual([{ path: board, description: undefined }]);
  });

  test('are none on Windows without it, as none could be opened', async () => {
    device('ttyUSB0');
    expect(await listSerialPorts({ load, platform: 'win32', folder })).toEqual([]);
  });

  test('are 64 at most', async () => {
    for (let i = 0; i < 100; i++) device(`ttyUSB${i}`);
    expect(await listSerialPorts({ load, platform: 'linux', folder })).toHaveLength(64);
  });

  test('are those of the names where the package fails', async () => {
    const path = device('ttyUSB0');
    const list = async () => {
      throw new Error('udevadm is missing');
    };
    const ports = await listSerialPorts({ load: packageWith(list), platform: 'linux', folder });
    expect(ports).toEqual([{ path, description: undefined }]);
  });
});
