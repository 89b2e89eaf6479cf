import { spawn } from 'node:child_process';
import { createDiffieHellman, getDiffieHellman, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { crc32, formatNvsCsv, generateNvsImage, parseNvsCsv, readNvs } from '@esp-prov/nvs';
import { makeVerifier } from '@esp-prov/protocol';
import { compare, cpuMs, wallMs } from '../lib/measure.mjs';

const script = fileURLToPath(new URL('nvs-generator.py', import.meta.url));
const provisioned = fileURLToPath(new URL('../../test/vectors/nvs/device/provisioned.bin', import.meta.url));
const size = 0x6000;
/** A series of a factory, long enough for the engines of both sides to have warmed up. */
const files = 1000;
/** Where there is one, a file system in memory: on a disk both sides wait for it longer than they work. */
const memoryFolder = '/dev/shm';

/** Returns what a device gets in the factory: two strings, a salt and a verifier. */
function rowsOf(device) {
  const row = (key, type, encoding, value) => ({ key, type, encoding, value });
  return [
    row('prov', 'namespace', '', ''),
    row('serial', 'data', 'string', `SN${String(device).padStart(8, '0')}`),
    row('pop', 'data', 'string', randomBytes(8).toString('hex')),
    row('sec2_salt', 'data', 'hex2bin', randomBytes(16).toString('hex')),
    row('sec2_verifier', 'data', 'hex2bin', randomBytes(384).toString('hex')),
  ];
}

/** Returns the official generator in a process that stays, or undefined where no Python has its package. */
async function startGenerator() {
  for (const python of [process.env.PYTHON, 'python3'].filter(Boolean)) {
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    if ((await answers.next()).value !== 'ready') continue;
    return {
      async makeFiles(folder) {
        child.stdin.write(`${files} ${folder}\n`);
        const { value, done } = await answers.next();
        if (done) throw new Error('the official generator has failed');
        return Number(value) / files;
      },
      stop: () => child.kill(),
    };
  }
  return undefined;
}

function makeFiles(folder) {
  for (let i = 0; i < files; i++) {
    const rows = parseNvsCsv(readFileSync(join(folder, `${i}.csv`)));
    writeFileSync(join(folder, `ours-${i}.bin`), generateNvsImage(rows, { size }));
  }
}

/** Does the least that any program must: reads and writes the same files, and makes nothing of them. */
function moveFiles(folder, image) {
  for (let i = 0; i < files; i++) {
    readFileSync(join(folder, `${i}.csv`));
    writeFileSync(join(folder, `moved-${i}.bin`), image);
  }
}

function checkFiles(folder) {
  for (let i = 0; i < files; i++) {
    const [ours, theirs] = ['ours', 'theirs'].map((side) => readFileSync(join(folder, `${side}-${i}.bin`)));
    if (!ours.equals(theirs)) throw new Error('the two sides made different files');
  }
}

async function againstGenerator() {
  const generator = await startGenerator();
  if (!generator) return { skipped: 'no Python has the package esp-idf-nvs-partition-gen; PYTHON names another one' };
  const place = existsSync(memoryFolder) ? memoryFolder : tmpdir();
  const home = mkdtempSync(join(place, 'esp-prov-bench-'));
  const moved = [];
  let round = 0;
  try {
    const image = generateNvsImage(rowsOf(0), { size });
    // Both sides make new files, in folders that are as new.
    const inNewFolder = async (measure) => {
      const folder = join(home, `${round++}`);
      mkdirSync(folder);
      for (let i = 0; i < files; i++) writeFileSync(join(folder, `${i}.csv`), formatNvsCsv(rowsOf(i)));
      const ms = await measure(folder);
      rmSync(folder, { recursive: true });
      return ms;
    };
    await inNewFolder(async (folder) => {
      makeFiles(folder);
      await generator.makeFiles(folder);
      checkFiles(folder);
    });
    const result = await compare(
      () => inNewFolder(async (folder) => (await wallMs(() => makeFiles(folder))) / files),
      () =>
        inNewFolder(async (folder) => {
          moved.push((await wallMs(() => moveFiles(folder, image))) / files);
          return await generator.makeFiles(folder);
        }),
      { pairs: 15, warmUp: 2 },
    );
    const floorMs = moved.sort((a, b) => a - b)[moved.length >> 1];
    const note = `of ours, reading and writing the files alone takes ${floorMs.toFixed(3)} ms, which is ${(floorMs / result.peerMs).toFixed(2)} of the peer; files in ${place}`;
    return { ...result, perSecond: 1000 / result.oursMs, note };
  } finally {
    generator.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const rows = rowsOf(1);
const template = randomBytes(size);

function read() {
  const reader = readNvs(readFileSync(provisioned));
  for (const { read: readValue } of reader.entries()) readValue();
}

// The group of security 2 is the 3072-bit one of RFC 3526, which Node knows by name.
const group = createDiffieHellman(getDiffieHellman('modp15').getPrime(), 2);

/** Raises 2 to the power of a number as long as a SHA-512. */
function power() {
  group.setPrivateKey(Buffer.concat([Buffer.of(0xff), randomBytes(63)]));
  group.generateKeys();
}

/** NVS partitions and factory data. */
export const cases = [
  {
    name: 'nvs-files',
    what: 'a partition file made of a CSV file with four keys, against the official generator in a running process',
    limit: 0.2,
    run: againstGenerator,
  },
  {
    name: 'nvs-image',
    what: 'the same in memory, ms per image, against a bare copy of 24 KiB (for information)',
    limit: 1000,
    run: async () => {
      const result = await compare(
        () => cpuMs(() => generateNvsImage(rows, { size }), 400),
        () => cpuMs(() => Uint8Array.from(template), 4000),
        { pairs: 15, warmUp: 3 },
      );
      return { ...result, perSecond: 1000 / result.oursMs };
    },
  },
  {
    name: 'nvs-read',
    what: 'every value of a provisioned partition read from its file, against reading the file and the CRC of it',
    limit: 10,
    run: () =>
      compare(
        () => cpuMs(read, 200),
        () => cpuMs(() => crc32(readFileSync(provisioned)), 200),
        { pairs: 15, warmUp: 3 },
      ),
  },
  {
    name: 'verifier',
    what: 'salt and verifier of security 2 against the modular power that they need',
    limit: 1.5,
    run: async () => {
      const result = await compare(
        () => cpuMs(() => makeVerifier('wifiprov', 'abcd1234', randomBytes(16)), 16),
        () => cpuMs(power, 16),
        { pairs: 15, warmUp: 2 },
      );
      return { ...result, perSecond: 1000 / result.oursMs };
    },
  },
];
