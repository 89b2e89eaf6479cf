import { existsSync } from 'node:fs';
import { runProgram } from '../../support/program.mjs';
import { chooseFirstAdapter, isAnsweredTooEarly } from './bleak-quirk.mjs';
import { Skipped } from './judge.mjs';

/** Espressif's own tools, which the host copies here when its environment names a checkout. */
export const tools = [
  {
    title: 'netprov',
    variable: 'ESP_PROV_PY_NETPROV',
    script: '/data/netprov/tool/esp_prov/esp_prov.py',
    profile: 'netprov-1.2',
  },
  { title: '5.5', variable: 'ESP_PROV_PY_55', script: '/data/idf/tools/esp_prov/esp_prov.py', profile: 'idf-5.5' },
];

/** Returns the arguments for a device of security 2. */
export function userArguments({ username, password }) {
  return ['--sec_ver', '2', '--sec2_username', username, '--sec2_pwd', password];
}

/** Runs a tool with a device over Bluetooth. */
export async function runEspProvPy(lab, { script }, { name }, args) {
  const all = [script, '--transport', 'ble', '--service_name', name, ...args];
  const env = { IDF_PATH: '/data/idf', PYTHONUNBUFFERED: '1', ...(await chooseFirstAdapter()) };
  const once = async () => {
    const { code, output, errors } = await runProgram('python3', all, { env, patienceMs: 150_000 });
    lab.transcript.push(`esp_prov.py ${args.join(' ')}\n${output}${errors}`);
    return { code, output: output + errors };
  };
  const first = await once();
  return isAnsweredTooEarly(first.output) ? await once() : first;
}

/** Skips the case where the tool is not there, before a device is started for it. */
export function requireTool({ script, variable }) {
  if (!existsSync(script)) throw new Skipped(`${variable} is not set on the host`);
}
