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
  const found: Note[] = [];
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const [, pid] = /^(\d{1,10})-[0-9a-f]{8}\.json(?:\.new)?$/.exec(entry.name) ?? [];
    if (pid === undefined || !entry.isFile()) continue;
    const file = join(place, entry.name);
    const note = isAlive(Number(pid)) ? readNote(file) : 'gone';
    if (note === 'gone') rmSync(file, { force: true });
    else if (note && found.length < mostNeighbours) found.push(note);
  }
  return found.sort((one, other) => one.since - other.since).map(({ neighbour }) => neighbour);
}

/** What a note says, and when it was written. */
interface Note {
  readonly neighbour: Neighbour;
  readonly since: number;
}

/** Reads a note; `gone`: the bus that it names is; undefined: it is not finished, or no note at all. */
function readNote(file: string): Note | 'gone' | undefined {
  try {
    const { size, mtimeMs: since } = lstatSync(file);
    if (file.endsWith('.new') || size > longestNote) return undefined;
    const { name, bus, address } = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof name !== 'string' || typeof address !== 'string' || typeof bus !== 'string' || !busPattern.test(bus))
      return undefined;
    const [, path] = /^unix:path=([^,;]+)/.exec(bus) ?? [];
    // The number of a process that was killed may have another one by now.
    const isThere = path === undefined || existsSync(decodeURIComponent(path));
    return isThere ? { neighbour: { name, bus, address }, since } : 'gone';
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
