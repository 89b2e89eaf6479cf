import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTools } from '../esp-prov-py/checkouts.mjs';
import { command } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';
import { makePython } from '../support/python-environment.mjs';

const home = ['--ssid', 'myssid', '--passphrase', 'mypassword'];
const wheel = 'esp-protocomm==0.1.0';
const provisionPy = fileURLToPath(new URL('../pypi-client/provision.py', import.meta.url));
const provisionJava = fileURLToPath(new URL('Provision.java', import.meta.url));
const secret = (isRight) => (isRight ? 'abcd1234' : 'abcd1235');

/** Firmware before v3.3 does not tell its scheme, so whoever runs a client has to. */
const tellsScheme = ({ versionReply: { kind } }) => kind === 'json';

/**
 * Returns the columns: clients with `run`, which provisions once and returns whether it saw the device connect, and
 * `lacks`, which returns why a client cannot do a row; or with the reason why the whole column is skipped.
 */
export async function findClients(folder) {
  const columns = [
    { title: 'ours', ...ours('softap') },
    { title: 'ours, Bluetooth', transport: 'ble', ...ours('ble') },
    { title: 'esp_prov', ...(await espProv()) },
    { title: 'esp-protocomm', ...(await espProtocomm(folder)) },
    { title: 'Android', ...(await android()) },
  ];
  return columns.map((column) => ({ transport: 'softap', lacks: () => undefined, ...column }));
}

function ours(transport) {
  return {
    isOurs: true,
    async run({ address, bus }, { profile, scheme, isRight }) {
      const told = tellsScheme(profile) || scheme === 0 ? [] : ['--sec-ver', String(scheme)];
      const pop = ['--pop', secret(isRight)];
      const user = ['--sec2-username', 'wifiprov', '--sec2-pwd', secret(isRight)];
      const proof = [['--sec-ver', '0'], pop, user][scheme];
      const reach = ['--transport', transport, '--service-name', address];
      const env = bus ? { DBUS_SYSTEM_BUS_ADDRESS: bus } : {};
      const args = ['provision', ...reach, ...told, ...proof, ...home];
      const run = await runProgram(process.execPath, [command, ...args], { env });
      return { ...run, hasConnected: run.code === 0 };
    },
  };
}

/** The esp_prov of network_provisioning; Espressif keeps no other one. */
async function espProv() {
  const tool = (await findTools()).find(({ title }) => title === 'netprov');
  if (tool.skipped) return { skipped: tool.skipped };
  return {
    async run({ address }, { profile, scheme, isRight }) {
      const told = tellsScheme(profile) && scheme !== 2 ? [] : ['--sec_ver', String(scheme)];
      const user = ['--sec2_username', 'wifiprov', '--sec2_pwd', secret(isRight)];
      const proof = [[], ['--pop', secret(isRight)], user][scheme];
      const args = ['--transport', 'softap', '--service_name', address, ...told, ...proof, ...home];
      const run = await runProgram(tool.python, [tool.script, ...args], { env: tool.env });
      return { ...run, hasConnected: /==== Provisioning was successful/.test(run.output) };
    },
  };
}

/** A package on PyPI by neither Espressif nor us. */
async function espProtocomm(folder) {
  const { python, skipped } = await makePython(join(folder, 'python'), wheel);
  if (skipped) return { skipped };
  return {
    lacks: ({ scheme }) => (scheme === 1 ? undefined : 'it has security 1 only'),
    async run({ address }, { isRight }) {
      const run = await runProgram(python, [provisionPy, address, secret(isRight), home[1], home[3]]);
      return { ...run, hasConnected: run.output.trim() === 'connected' };
    },
  };
}

/** Session, transport and messages of Espressif's library for Android, which run on any Java. */
async function android() {
  const classpath = process.env.ESP_PROV_ANDROID_CLASSPATH;
  if (!classpath) return { skipped: 'ESP_PROV_ANDROID_CLASSPATH is not set' };
  if (!classpath.split(':').every((part) => existsSync(part))) {
    return { skipped: 'ESP_PROV_ANDROID_CLASSPATH names what is not there' };
  }
  const java = await runProgram('java', ['-version']).catch(() => ({ code: 1 }));
  if (java.code !== 0) return { skipped: 'no java' };
  return {
    async run({ address }, { profile, scheme, isRight }) {
      const patch = scheme === 2 && profile.versionReply.tellsPatch ? profile.sec2PatchVersion : 0;
      const args = [address, scheme, patch, 'wifiprov', secret(isRight), home[1], home[3]].map(String);
      const run = await runProgram('java', ['-cp', classpath, provisionJava, ...args]);
      return { ...run, hasConnected: run.output.trim() === 'Connected' };
    },
  };
}
