// esptool from PyPI without a chip. Its only command for whole flash images is merge-bin, which judges no content: so what
// is compared is that it puts table and NVS together to the very image that we make, and takes that image as its input.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSameBytes } from '../nvs-generator/content.mjs';
import { check, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';
import { makePython } from '../support/python-environment.mjs';

// Pinned, so that what is judged stays the same; it has the new names of commands.
const requirement = 'esptool==5.6.0';
const command = fileURLToPath(new URL('../../apps/cli/bin/esp-prov.js', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
const path = (name) => join(folder, name);
let failed = false;
try {
  const { python, skipped } = await makePython(path('python'), requirement);
  if (skipped) {
    await rm(folder, { recursive: true, force: true });
    skip(skipped);
  }
  build();
  await flash('create', path('image.bin'), '--size', '4M');
  await flash('nvs', 'set', path('image.bin'), 'nvs.net80211', 'sta.ssid', 'ssid', 'myssid');
  await flash('nvs', 'set', path('image.bin'), 'nvs.net80211', 'sta.pswd', 'passphrase', 'mypassword');
  await flash('read', path('image.bin'), path('table.bin'), '--offset', '0x8000', '--size', '0xc00');
  await flash('read', path('image.bin'), path('nvs.bin'), '--partition', 'nvs');
  const image = await readFile(path('image.bin'));
  const parts = ['0x8000', path('table.bin'), '0x9000', path('nvs.bin')];
  checkSameBytes(image, await merged(python, parts), 'table and NVS merged');
  checkSameBytes(image, await merged(python, ['0x0', path('image.bin')]), 'the image itself');
  console.log(`${requirement}: merge-bin makes of table and NVS the image that we make, and takes it as it is`);
} catch (error) {
  console.log(`FAIL ${error.message}`);
  failed = true;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function merged(python, parts) {
  const args = ['--chip', 'esp32', 'merge-bin', '--output', path('merged.bin'), '--pad-to-size', '4MB', ...parts];
  const { code, output, errors } = await runProgram(python, ['-m', 'esptool', ...args]);
  check(code === 0, `esptool ends with ${code}\n${output}${errors}`);
  return await readFile(path('merged.bin'));
}

async function flash(...args) {
  const { code, output, errors } = await runProgram(process.execPath, [command, 'flash', ...args]);
  check(code === 0, `esp-prov flash ${args.join(' ')} ends with ${code}\n${output}${errors}`);
}
