import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PlaceOwner, virtualPlace } from './virtual-place.ts';

/** A virtual device on this machine that clients find over virtual Bluetooth. */
export interface Neighbour {
  /** Its name over Bluetooth. */
  readonly name: string;
  /** Bus of the machine near it. */
  readonly bus: string;
  /** Its Bluetooth address, by which clients tell devices apart. */
  readonly address: string;
}

/** Most devices that are looked at: each is a process with two buses. */
const mostNeighbours = 64;

/** Bytes of the longest note. */
const longestNote = 4096;

const busPattern = /^unix:(path|abstract)=[^\s\p{Cc}]{1,512}$/u;

/** Notes a device, so that clients find it; the returned function takes the note back. */
export function noteNeighbour({ name, bus, address }: Neighbour, owner?: PlaceOwner): () => void {
  const place = virtualPlace(owner);
  const file = join(place, `${process.pid}-${randomBytes(4).toString('hex')}.json`);
  // Under another name first, so that no client reads half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ name, bus, address }), { mode: 0o600, flag: 'wx' });
  renameSync(`${file}.new`, file);
  return () => rmSync(file, { force: true });
}

/** Returns the devices that run now, the longest first, and removes the notes of those that were killed. */
export function neighbours(owner?: PlaceOwner): Neighbour[] {
  const place = virtualPlace(owner);
  const found: { readonly neighbour: Neighbour; readonly since: number }[] = [];
  for (const entry of readdirSync(place)) {
    const [, pid] = /^(\d{1,10})-[0-9a-f]{8}\.json(?:\.new)?$/.exec(entry) ?? [];
    if (pid === undefined) continue;
    const file = join(place, entry);
    const neighbour = isAlive(Number(pid)) ? readNote(file) : 'gone';
    if (neighbour === 'gone') rmSync(file, { force: true });
    else if (neighbour && found.length < mostNeighbours) found.push({ neighbour, since: writtenAt(file) });
  }
  return found.sort((one, other) => one.since - other.since).map(({ neighbour }) => neighbour);
}

/** Returns what a note says; `gone`: its bus is; undefined: it is not finished, or no note at all. */
function readNote(file: string): Neighbour | 'gone' | undefined {
  try {
    const { size } = lstatSync(file);
    if (file.endsWith('.new') || size > longestNote || !lstatSync(file).isFile()) return undefined;
    const { name, bus, address } = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof name !== 'string' || typeof address !== 'string' || typeof bus !== 'string' || !busPattern.test(bus))
      return undefined;
    const [, path] = /^unix:path=([^,;]+)/.exec(bus) ?? [];
    // The number of a process that was killed may have another one by now.
    return path === undefined || existsSync(decodeURIComponent(path)) ? { name, bus, address } : 'gone';
  } catch {
    return undefined;
  }
}

function writtenAt(file: string): number {
  return lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
