// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of tables look like that.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checkSameBytes, checkSameContent, contentOf } from '../nvs-generator/content.mjs';
import { randomFrom, randomItems } from '../nvs-generator/random.mjs';
import { check } from '../support/checks.mjs';
import { runProgram } from '../support/program.mjs';
import { randomStore } from './store.mjs';
import { toolView } from './tool-view.mjs';
import { readByTool } from './tools.mjs';

const command = fileURLToPath(new URL('../../apps/cli/bin/esp-prov.js', import.meta.url));

/** Runs `esp-prov flash ARGS`, which has to succeed. */
async function flash(...args) {
  return await flashWith({}, ...args);
}

/** Runs `flash` with variables of the environment and returns what it prints. */
async function flashWith(env, ...args) {
  const { code, output, errors } = await runProgram(process.execPath, [command, 'flash', ...args], { env });
  check(code === 0, `esp-prov flash ${args.join(' ')} ends with ${code}\n${output}${errors}`);
  return output;
}

/**
 * Checks that the tool reads in `image` what we read and finds nothing wrong; `view` says what it misses, if that can
 * be.
 */
async function judge({ tools, nvs, fileName }, image, wanted = contentOf(nvs.readNvs(image)), view = undefined) {
  const path = fileName('.bin');
  await writeFile(path, image);
  const seen = wanted.filter((text) => !view?.hidden.has(text.slice(0, text.indexOf(' '))));
  const read = await readByTool(tools, path, view).catch((error) => {
    // If the tool itself fails, our checker still has to find nothing.
    if (!isToolFault(error, wanted, view)) throw error;
    return seen;
  });
  checkSameContent(read, seen.sort(), 'nvs_tool');
  const findings = nvs.checkNvsImage(image).filter(({ severity }) => severity === 'error');
  check(findings.length === 0, `our checker: ${findings.map(({ message }) => message).join('; ')}`);
}

/** Whether nvs_tool ended by a fault of its own: at what is erased, or by taking a name in brackets for a style. */
function isToolFault({ message }, wanted, view) {
  if (message.includes("KeyError: 'size'")) return view?.breaks === true;
  return message.includes('MarkupError') && wanted.some((text) => text.includes('['));
}

const stores = (name, rounds, options) => ({
  name,
  async run(lab) {
    for (let round = 0; round < rounds; round++) {
      const random = randomFrom(lab.seed + round);
      const pages = 3 + Math.floor(random() * 6);
      const { image, store } = randomStore(lab.nvs, random, { pages, count: 300, ...options });
      const { cipher } = options;
      const plain = cipher ? lab.nvs.decryptImage(image, cipher) : image;
      // Nothing may be missed of what was neither cut nor encrypted.
      const view = !options.purge && (options.cuts || cipher) ? toolView(lab.nvs, plain) : undefined;
      await judge(lab, plain, contentOf(store), view?.hidden.size || view?.breaks ? view : undefined).catch((error) => {
        throw new Error(`seed ${lab.seed + round}, ${pages} pages: ${error.message}`);
      });
    }
  },
});

const generated = (name, version, longest) => ({
  name,
  async run(lab) {
    for (let round = 0; round < 6; round++) {
      const items = randomItems(randomFrom(lab.seed + round), 26_000, longest);
      const files = new Map(items.map(({ row, content }) => [row.key, content]));
      const rows = items.map(({ row }) => (row.type === 'file' ? { ...row, value: row.key } : row));
      const readFileOf = (key) => Buffer.from(files.get(key));
      await judge(lab, lab.nvs.generateNvsImage(rows, { size: 0x10000, version, readFile: readFileOf }));
    }
  },
});

/** Returns the cases for what we write. */
export function casesFor(nvs) {
  const cipher = nvs.xtsEntryCipher({ dataKey: randomBytes(32), tweakKey: randomBytes(32) });
  return [
    stores('store: random changes', 8, {}),
    stores('store: random changes, old values overwritten', 8, { purge: true }),
    stores('store: random changes, blobs as before 3.3', 4, { legacyBlobs: true }),
    stores('store: random changes, encrypted, old values overwritten', 4, { cipher, purge: true }),
    stores('store: random changes and power cuts, old values overwritten', 8, { cuts: true, purge: true }),
    // What is erased stays where it was, as firmware before ESP-IDF 6.0.1 leaves it, and may hide from the tool what follows.
    stores('store: random changes, encrypted', 4, { cipher }),
    stores('store: random changes and power cuts', 12, { cuts: true }),
    // Purged by the rules of ESP-IDF 6, and now and then by nvs_purge_all.
    stores('store: random changes and power cuts by the rules of 5.5.2', 4, {
      cuts: true,
      rules: nvs.nvsRulesOf('5.5.2'),
    }),
    stores('store: random changes, purged now and then', 8, { purges: true, rules: nvs.nvsRulesOf('6.0.2') }),
    { name: 'store: floats, whose values the tool does not show', run: judgeFloats },
    generated('generator: random rows', 2, 6000),
    generated('generator: random rows, version 1', 1, 1900),
    { name: 'command: flash nvs set and erase', run: judgeCommand },
    { name: 'command: flash nvs generate', run: judgeCommandGenerate },
    { name: 'tables: binary read by gen_esp32part', run: (lab) => judgeTables(lab, false) },
    { name: 'tables: CSV read by gen_esp32part', run: (lab) => judgeTables(lab, true) },
    { name: 'tables: of flash create', run: judgeCreatedTable },
    { name: 'tables: at another offset, with variables and words', run: judgeTableOptions },
  ];
}

/** If this fails one day, the tool knows them, and docs/reference/flash.md has to say so. */
async function judgeFloats({ tools, nvs, fileName }) {
  const flash = new nvs.MemoryFlash(0x3000);
  const store = nvs.NvsStore.open(flash);
  store.set('app', 'gain', { type: 'float', value: 1.5 });
  store.set('app', 'level', { type: 'double', value: -0 });
  const path = fileName('.bin');
  await writeFile(path, flash.image());
  const { code, output, errors } = await tools.nvsTool(['-i', '-d', 'written', '--color', 'never', path]);
  check(code === 0, `nvs_tool ends with ${code}: ${errors}`);
  for (const [key, type] of Object.entries({ gain: '0x24', level: '0x28' })) {
    check(new RegExp(`${type} .*${key}: None`).test(output), `nvs_tool prints another value of ${key}: ${output}`);
    check(
      new RegExp(`${key} is unrecognized! Type: ${type}`).test(output + errors),
      `nvs_tool knows the type of ${key}`,
    );
  }
}

async function judgeCommand(lab) {
  const image = lab.fileName('.bin');
  const partition = lab.fileName('.bin');
  await flash('create', image);
  const set = (...args) => flash('nvs', 'set', image, ...args);
  await set('nvs.net80211', 'sta.ssid', 'ssid', 'myssid');
  await set('nvs.net80211', 'sta.pswd', 'passphrase', 'mypassword');
  await set('nvs.net80211', 'opmode', 'u8', '1');
  await set('app', 'big', 'u64', '18446744073709551615');
  await set('app', 'small', 'i64', '-9223372036854775808');
  await set('app', 'blob', 'blob', 'ab'.repeat(3000));
  await set('app', 'blob', 'blob', 'cd'.repeat(5000));
  await set('app', 'text', 'string', 'Café ☕');
  await set('app', 'gone', 'u8', '1');
  await flash('nvs', 'erase', image, 'app', 'gone');
  await flash('read', image, partition, '--partition', 'nvs');
  await judge(lab, await readFile(partition), [
    `nvs.net80211:sta.ssid blob 06000000${Buffer.from('myssid').toString('hex').padEnd(64, '0')}`,
    `nvs.net80211:sta.pswd blob ${Buffer.from('mypassword').toString('hex').padEnd(130, '0')}`,
    'nvs.net80211:opmode u8 "1"',
    'app:big u64 "18446744073709551615"',
    'app:small i64 "-9223372036854775808"',
    `app:blob blob ${'cd'.repeat(5000)}`,
    'app:text string "Café ☕"',
  ]);
}

async function judgeCommandGenerate(lab) {
  const [source, image] = [lab.fileName('.csv'), lab.fileName('.bin')];
  await writeFile(
    source,
    'key,type,encoding,value\nprov,namespace,,\npop,data,string,abcd1234\nsalt,data,hex2bin,00112233\n',
  );
  await flash('nvs', 'generate', source, image, '--size', '0x6000');
  await judge(lab, await readFile(image), ['prov:pop string "abcd1234"', 'prov:salt blob 00112233']);
}

/** Checks every table with their tool: it reads ours without complaint, and writes the same. */
async function judgeTables({ tools, nvs, fileName }, fromCsv) {
  for (const [name, table] of Object.entries(nvs.wellKnownTables)) {
    const binary = Buffer.from(nvs.encodePartitionTable(table));
    const csv = Buffer.from(nvs.formatPartitionCsv(table));
    const [input, output] = [fileName(fromCsv ? '.csv' : '.bin'), fileName(fromCsv ? '.bin' : '.csv')];
    await writeFile(input, fromCsv ? csv : binary);
    // The table that a README prints has a size that their tool refuses; ours reads it because a log shows it.
    const leave = name === 'exampleReadme' ? ['--no-verify'] : [];
    const run = await tools.partitions(['--quiet', ...leave, input, output]);
    check(run.code === 0 && run.errors === '', `${name}: gen_esp32part ends with ${run.code}: ${run.errors}`);
    checkSameBytes(fromCsv ? binary : csv, await readFile(output), name);
  }
}

/**
 * Checks what a table refers to beyond itself: we make the same bytes as their tool makes with the same options and
 * environment.
 */
async function judgeTableOptions({ tools, fileName }) {
  const cases = [
    { csv: 'nvs,data,nvs,,0x6000\nfactory,app,factory,,1M\n', offset: 0xc000 },
    { csv: 'table,partition_table,primary\nnvs,data,nvs,,24K\nspare,partition_table,ota,,\n', offset: 0xf000 },
    { csv: 'nvs,data,nvs,0x9000,$NVS_SIZE\n$APP${TAIL},app,factory,,${APP_SIZE}\n#$UNSET\n' },
    {
      csv: 'nvs,data,nvs,,24K\nhk,data,HomeKit,,4K\nold,app,spare,,64K\n',
      words: ['data, homekit, 0x55', 'app,spare,e0'],
    },
  ];
  const env = { NVS_SIZE: '0x6000', APP_SIZE: '1M', APP: 'fac', TAIL: 'tory' };
  for (const { csv, offset = 0x8000, words = [] } of cases) {
    const [source, image, part, theirs] = ['.csv', '.bin', '.bin', '.bin'].map(fileName);
    await writeFile(source, csv);
    const place = ['--partition-table-offset', `0x${offset.toString(16)}`];
    const own = words.flatMap((word) => ['--extra-partition-subtypes', word]);
    await flashWith(env, 'create', image, '--table', source, ...place, ...own);
    await writeFile(part, (await readFile(image)).subarray(offset, offset + 0xc00));
    const options = ['--quiet', '--offset', `0x${offset.toString(16)}`];
    const extra = words.length > 0 ? ['--extra-partition-subtypes', ...words, '--'] : [];
    const made = await tools.partitions([...options, ...extra, source, theirs], env);
    check(made.code === 0, `gen_esp32part ends with ${made.code}: ${made.errors}`);
    checkSameBytes(await readFile(part), await readFile(theirs), csv);
    const listed = await tools.partitions([...options, ...extra, theirs, '-'], env);
    const printed = await flashWith(env, 'table', part, ...own);
    checkSameBytes(Buffer.from(listed.output.trimEnd()), Buffer.from(printed.trimEnd()), `${csv} printed`);
    await flashWith(env, 'create', image, '--force', '--table', theirs, ...place);
    checkSameBytes((await readFile(image)).subarray(offset, offset + 0xc00), await readFile(theirs), `${csv} as it is`);
  }
}

async function judgeCreatedTable({ tools, nvs, fileName }) {
  const table = nvs.formatPartitionCsv(nvs.wellKnownTables.twoOta);
  const [source, image, input, output] = [fileName('.csv'), fileName('.bin'), fileName('.bin'), fileName('.csv')];
  await writeFile(source, table);
  await flash('create', image, '--table', source);
  await writeFile(input, (await readFile(image)).subarray(0x8000, 0x8c00));
  const run = await tools.partitions(['--quiet', '--flash-size', '4MB', input, output]);
  check(run.code === 0 && run.errors === '', `gen_esp32part ends with ${run.code}: ${run.errors}`);
  checkSameBytes(Buffer.from(table), await readFile(output), 'the table');
}
