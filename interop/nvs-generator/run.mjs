// Espressif's generator of NVS images, the package esp-idf-nvs-partition-gen from PyPI, against ours: the same CSV file has
// to give the same bytes, and we have to read in its images what the rows say. NVS_SEED repeats the random rows of a run.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, formatTable, indent, inParallel, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';
import { makePython } from '../support/python-environment.mjs';
import { differences, imageCases, randomImages, refusals } from './cases.mjs';
import { checkSameBytes, checkSameContent, contentOf, line } from './content.mjs';

// Pinned, so that what is judged stays the same: the one that ESP-IDF 5.x requires, and the one after it.
const versions = ['0.2.0', '0.3.0'];
const seed = Number(process.env.NVS_SEED ?? randomInt(2 ** 31));
const randomCount = 12;

const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
let nextFile = 0;
let failed = false;
try {
  const made = await Promise.all(
    versions.map((version) => makePython(join(folder, version), `esp-idf-nvs-partition-gen==${version}`)),
  );
  const columns = versions.map((version, index) => ({ version, ...made[index] }));
  for (const { version, skipped } of columns) if (skipped) console.log(`column ${version} skipped: ${skipped}`);
  if (columns.every(({ skipped }) => skipped)) {
    await rm(folder, { recursive: true, force: true });
    skip(columns[0].skipped);
  }
  build();
  failed = await judgeAll(columns, await import('@esp-prov/nvs'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function judgeAll(columns, nvs) {
  console.log(`random rows of seed ${seed}; NVS_SEED=${seed} repeats them`);
  const rows = [
    ...imageCases.map(({ name, images }) => ({
      name,
      run: async (python) => {
        for (const image of images) await judgeImage(nvs, python, image);
      },
    })),
    {
      name: `${randomCount} random images`,
      run: async (python) => {
        for (const [index, image] of randomImages(seed, randomCount).entries()) {
          await judgeImage(nvs, python, image).catch((error) => {
            throw new Error(`seed ${seed + index}: ${error.message}`);
          });
        }
      },
    },
    { name: 'keys of an HMAC key', run: (python) => judgeHmac(nvs, python) },
    ...differences.map((difference) => ({
      name: `differs: ${difference.name}`,
      run: (python) => judgeDifference(nvs, python, difference),
    })),
    ...refusals.map((refusal) => ({
      name: `both refuse: ${refusal.name}`,
      run: (python) => judgeRefusal(nvs, python, refusal),
    })),
  ];
  const outcomes = rows.map(() => columns.map(({ skipped }) => (skipped ? 'skipped' : 'pending')));
  const jobs = rows.flatMap(({ name, run }, row) =>
    columns.map(({ python, version }, column) => async () => {
      if (!python) return;
      try {
        await run(python);
        outcomes[row][column] = 'ok';
      } catch (error) {
        console.log(`FAIL ${name}, ${version}:\n${indent(error.message)}`);
        outcomes[row][column] = 'FAIL';
      }
    }),
  );
  await inParallel(2, jobs);
  const names = rows.map(({ name }) => name);
  console.log(formatTable('esp-idf-nvs-partition-gen', names, versions, (row, column) => outcomes[row][column]));
  return outcomes.flat().includes('FAIL');
}

async function judgeImage(nvs, python, { items, size, version = 2, keys }) {
  const source = await writeSource(nvs, items);
  const theirs = await generate(nvs, python, source, { size, version, keys });
  const cipher = theirs.keys && nvs.xtsEntryCipher(theirs.keys);
  const wanted = storedIn(items);
  checkSameContent(contentOf(nvs.readNvs(theirs.image, { cipher })), wanted, 'readNvs of their image');
  const ours = generateOurs(nvs, source, { size, version, cipher });
  checkSameBytes(ours, theirs.image, 'the image');
  const findings = nvs
    .checkNvsImage(theirs.image, { cipher, readonly: size < 0x3000 })
    .filter(({ severity }) => severity === 'error');
  check(
    findings.length === 0,
    `the checker finds in their image: ${findings.map(({ message }) => message).join('; ')}`,
  );
  if (!cipher) return;
  const plain = await decrypt(python, ours, theirs.keyFile);
  checkSameBytes(nvs.decryptImage(ours, cipher), plain, 'our image, decrypted');
  checkSameBytes(nvs.encryptImage(nvs.decryptImage(ours, cipher), cipher), ours, 'our image, encrypted again');
}

async function judgeHmac(nvs, python) {
  const hmacKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 5 + 1));
  const input = fileName('.bin');
  await writeFile(input, hmacKey);
  const output = fileName('.bin');
  const args = ['generate-key', '--key_protect_hmac', '--kp_hmac_inputkey', input, '--keyfile', output];
  const run = await runGenerator(python, [...args, '--outdir', folder]);
  // The tool has a folder of its own for keys.
  const place = [output, join(folder, 'keys', output.slice(folder.length + 1))].find((path) => existsSync(path));
  check(place !== undefined, `no key file was made\n${run.output}${run.errors}`);
  const stored = nvs.decodeKeyPartition(await readFile(place));
  const derived = nvs.deriveNvsKeys(hmacKey);
  checkSameBytes(derived.dataKey, stored.dataKey, 'the data key');
  checkSameBytes(derived.tweakKey, stored.tweakKey, 'the tweak key');
}

async function judgeDifference(nvs, python, { items, theirs, refuses }) {
  const options = { size: 0x6000, version: 2 };
  const source = await writeSource(nvs, items);
  if (refuses) {
    const { code, rule } = refusalOf(() => generateOurs(nvs, source, options));
    check(code === 'csv/invalid' && rule === refuses, `we end with ${code}, ${rule} where ${refuses} is wanted`);
    return;
  }
  const ours = generateOurs(nvs, source, options);
  const found = contentOf(nvs.readNvs(ours));
  checkSameContent(found.sort(), storedIn(items).sort(), 'readNvs of our image');
  const made = await generate(nvs, python, source, options).catch(() => undefined);
  // If this fails one day, the generator has been fixed, and the difference has to go.
  if (theirs === 'nothing') check(made === undefined, 'they make an image now');
  else check(made !== undefined && !made.image.equals(ours), 'they make the same image now');
}

async function judgeRefusal(nvs, python, { items, size = 0x6000, version = 2 }) {
  const source = await writeSource(nvs, items);
  const { code } = refusalOf(() => generateOurs(nvs, source, { size, version }));
  check(/^(csv|nvs)\//.test(code ?? ''), `we end with ${code}`);
  const made = await generate(nvs, python, source, { size, version }).catch(() => undefined);
  check(made === undefined, 'they make an image');
}

function refusalOf(task) {
  try {
    task();
  } catch (error) {
    return { code: error.code ?? error.message, rule: error.details?.rule };
  }
  return { code: 'an image' };
}

/** Returns the CSV file of `items`, with the files that it names. */
async function writeSource(nvs, items) {
  const rows = [];
  for (const { row, content } of items) {
    if (!row) continue;
    if (content === undefined) {
      rows.push(row);
      continue;
    }
    const path = fileName('.txt');
    await writeFile(path, content);
    rows.push({ ...row, value: path });
  }
  const path = fileName('.csv');
  await writeFile(path, nvs.formatNvsCsv(rows));
  return path;
}

function generateOurs(nvs, source, options) {
  return Buffer.from(
    nvs.generateNvsImage(nvs.parseNvsCsv(readFileSync(source)), { ...options, readFile: readFileSync }),
  );
}

/** Returns what their generator makes of a CSV file, with the keys if it is encrypted. */
async function generate(nvs, python, source, { size, version, keys }) {
  const output = fileName('.bin');
  let keyFile = fileName('.bin');
  const keyArgs = keys === 'new' ? ['--keygen', '--keyfile', keyFile] : ['--inputkey', keyFile];
  if (keys && keys !== 'new') await writeFile(keyFile, nvs.encodeKeyPartition(keys));
  const common = [source, output, String(size), '--version', String(version), '--outdir', folder];
  const run = await runGenerator(python, keys ? ['encrypt', ...common, ...keyArgs] : ['generate', ...common]);
  const image = await readFile(output).catch(() => Buffer.alloc(0));
  check(run.code === 0 && image.length > 0, `their generator ends with ${run.code}\n${run.output}${run.errors}`);
  if (!keys) return { image };
  if (!existsSync(keyFile)) keyFile = join(folder, 'keys', keyFile.slice(folder.length + 1));
  return { image, keyFile, keys: nvs.decodeKeyPartition(await readFile(keyFile)) };
}

async function decrypt(python, image, keyFile) {
  const [input, output] = [fileName('.bin'), fileName('.bin')];
  await writeFile(input, image);
  const run = await runGenerator(python, ['decrypt', input, keyFile, output, '--outdir', folder]);
  check(run.code === 0, `their decryption ends with ${run.code}\n${run.output}${run.errors}`);
  return await readFile(output);
}

function runGenerator(python, args) {
  return runProgram(python, ['-m', 'esp_idf_nvs_partition_gen', ...args], { env: { PYTHONIOENCODING: 'utf-8' } });
}

/** Returns the lines that a reader has to find. */
function storedIn(items) {
  let current;
  return items.flatMap(({ row, stored }) => {
    if (row?.type === 'namespace') current = row.key;
    return stored ? [line({ namespace: current, ...stored })] : [];
  });
}

function fileName(ending) {
  return join(folder, `${nextFile++}${ending}`);
}
