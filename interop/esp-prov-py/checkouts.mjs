import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../support/program.mjs';

/** The columns: which tool speaks to which profile. `idf` tools bring the messages that the other one lacks. */
const columns = [
  { title: '4.4', variable: 'ESP_PROV_PY_44', profile: 'idf-4.4', release: 4.4, modules: ['future'] },
  { title: '5.3', variable: 'ESP_PROV_PY_53', profile: 'idf-5.3', release: 5.3 },
  { title: '5.5', variable: 'ESP_PROV_PY_55', profile: 'idf-5.5', release: 5.5 },
  { title: 'netprov', variable: 'ESP_PROV_PY_NETPROV', profile: 'netprov-1.2', release: 6, isComponent: true },
  { title: 'readme', variable: 'ESP_PROV_PY_55', profile: 'readme', release: 5.5 },
];

/** Returns every column with how to run its tool, or with the reason why it is skipped. */
export async function findTools() {
  const pythons = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean);
  const found = [];
  for (const column of columns) found.push({ ...column, ...(await findTool(column, pythons)) });
  return found;
}

async function findTool({ variable, modules = [], isComponent = false }, pythons) {
  const folder = process.env[variable];
  if (!folder) return { skipped: `${variable} is not set` };
  const script = join(folder, isComponent ? 'tool' : 'tools', 'esp_prov', 'esp_prov.py');
  if (!existsSync(script)) return { skipped: `${variable} has no ${isComponent ? 'tool' : 'tools'}/esp_prov` };
  const idf = isComponent ? (process.env.ESP_PROV_PY_55 ?? process.env.ESP_PROV_PY_53) : folder;
  if (!idf) return { skipped: 'it needs ESP_PROV_PY_55 or ESP_PROV_PY_53 for the messages of protocomm' };
  const wanted = ['google.protobuf', 'cryptography', ...modules];
  const python = await findPython(pythons, wanted);
  if (!python) return { skipped: `no python3 has the modules ${wanted.join(', ')}` };
  const env = { IDF_PATH: idf, PYTHONIOENCODING: 'utf-8', PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
  const { code, errors } = await runProgram(python, [script, '--help'], { env });
  if (code !== 0) return { skipped: `the tool does not start: ${errors.trim().split('\n').at(-1)}` };
  const transportHas = async (file, what) =>
    what.test(await readFile(join(dirname(script), 'transport', file), 'utf8').catch(() => ''));
  const bleak = runProgram(python, ['-c', 'import bleak']);
  // Older tools used other Bluetooth libraries, which can no longer be installed.
  const hasBluetooth = (await bleak).code === 0 && (await transportHas('ble_cli.py', /bleak/));
  // Tools before v5.3.1 and that of network_provisioning cannot read what is pasted into their console.
  const readsConsole = await transportHas('transport_console.py', /latin-1/);
  return { python, script, env, hasBluetooth, readsConsole };
}

async function findPython(pythons, modules) {
  for (const python of pythons) {
    const probe = runProgram(python, ['-c', `import ${modules.join(', ')}`]);
    if ((await probe.catch(() => ({ code: 1 }))).code === 0) return python;
  }
  return undefined;
}
