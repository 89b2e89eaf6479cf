import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { SerialPort } from 'serialport';

/** A serial port of this machine. */
export interface SerialPortInfo {
  /** What `--port` takes. */
  readonly path: string;
  /** What the adapter says of itself; undefined where the system does not tell. */
  readonly description: string | undefined;
}

/** How the ports are looked for. */
export interface PortListOptions {
  /** Loads the package serialport; rejects where it is not installed. */
  readonly load?: () => Promise<{ readonly SerialPort: Pick<typeof SerialPort, 'list'> }>;
  readonly platform?: NodeJS.Platform;
  /** Folder of devices. */
  readonly folder?: string;
}

/** Most ports that are listed. */
const mostPorts = 64;

/** Longest time for the package to list them, in ms: on Linux it waits for another program. */
const listMs = 5000;

/** Lists the serial ports that a board may be behind, by the package serialport or else by the names of devices. */
export async function listSerialPorts({
  load = () => import('serialport'),
  platform = process.platform,
  folder = '/dev',
}: PortListOptions = {}): Promise<SerialPortInfo[]> {
  const ports = (await byPackage(load)) ?? (platform === 'win32' ? [] : await byName(folder, platform));
  return ports.slice(0, mostPorts);
}

async function byPackage(load: NonNullable<PortListOptions['load']>): Promise<SerialPortInfo[] | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), listMs);
  });
  try {
    const { SerialPort: port } = await load();
    const found = await Promise.race([port.list(), late]);
    return found
      ?.filter(({ path, vendorId, pnpId }) => vendorId !== undefined || pnpId !== undefined || !isBuiltIn(path))
      .map(({ path, pnpId, manufacturer, serialNumber }) => ({
        path,
        description: pnpId === undefined ? [manufacturer, serialNumber].filter(Boolean).join(' ') || undefined : pnpId,
      }));
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Ports of the main board, which exist whether anything is connected or not. */
function isBuiltIn(path: string): boolean {
  return /\/ttyS\d+$|\/cu\.(Bluetooth-Incoming-Port|debug-console|wlan-debug)$/.test(path);
}

async function byName(folder: string, platform: NodeJS.Platform): Promise<SerialPortInfo[]> {
  const usual = platform === 'darwin' ? /^cu\./ : /^tty(USB|ACM)\d+$/;
  const known = await describedPorts(join(folder, 'serial', 'by-id'));
  const names = (await readdir(folder).catch(() => [])).filter((name) => usual.test(name)).sort();
  const others = names
    .map((name) => join(folder, name))
    .filter((path) => !isBuiltIn(path) && !known.some((port) => port.path === path));
  return [...known, ...others.map((path) => ({ path, description: undefined }))];
}

/** Returns the ports that udev has given names after what their adapters say. */
async function describedPorts(folder: string): Promise<SerialPortInfo[]> {
  const names = (await readdir(folder).catch(() => [])).sort().slice(0, mostPorts);
  const ports = await Promise.all(
    names.map(async (name) => {
      const path = await realpath(join(folder, name)).catch(() => undefined);
      return path === undefined ? [] : [{ path, description: name }];
    }),
  );
  return ports.flat();
}
