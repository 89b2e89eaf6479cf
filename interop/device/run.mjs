// Our client against a provisioning service that is not ours, at an address that the environment names.
import { check, formatTable, indent, skip } from '../support/checks.mjs';
import { build, help, runCommand } from '../support/esp-prov.mjs';

const env = process.env;
const addresses = (env.ESP_PROV_DEVICE ?? '').split(',').filter(Boolean);
if (addresses.length === 0) skip('ESP_PROV_DEVICE names no device, see interop/README.md');
const pop = env.ESP_PROV_DEVICE_POP ?? 'abcd1234';
const user = env.ESP_PROV_DEVICE_USER ?? 'wifiprov';
const password = env.ESP_PROV_DEVICE_PASSWORD ?? 'abcd1234';
const { ESP_PROV_DEVICE_SSID: ssid, ESP_PROV_DEVICE_PASSPHRASE: passphrase = '' } = env;

build();
const [hasReset, hasSend] = [await help('reset'), await help('send')].map((text) => text.includes('--service-name'));
const canUser = (await help('scan')).includes('--sec2-username');

// In this order: each leaves the device as the next one needs it, and the last one ends the service.
const cases = [
  {
    name: 'info',
    async run(device) {
      const { result } = await device.esp(['info'], { secret: 'none' });
      check(result.result === 'info', 'no info');
    },
  },
  ...[0, 1, 2].map((scheme) => ({
    name: `security ${scheme}`,
    unless: (device) => device.scheme !== scheme,
    run: (device) => device.esp(['scan'], { args: ['--sec-ver', String(scheme)] }),
  })),
  { name: 'scheme found by itself', run: (device) => device.esp(['scan']) },
  {
    name: 'wrong secret',
    unless: ({ scheme }) => scheme === 0,
    run: (device) => {
      // A secret that is given is used even if a device claims to need none.
      const fails = device.scheme === 1 && !device.wantsPop ? 'session/downgraded' : 'session/proof-mismatch';
      return device.esp(['scan'], { secret: 'wrong', fails });
    },
  },
  {
    name: 'scan hears the network',
    async run(device) {
      const { result } = await device.esp(['scan']);
      check(
        ssid === undefined || result.networks.some((network) => network.ssid === ssid),
        `${ssid} is not among ${result.networks.map((network) => network.ssid)}`,
      );
    },
  },
  {
    name: 'custom data',
    unless: () => !hasSend || env.ESP_PROV_DEVICE_CUSTOM_DATA === undefined,
    run: (device) => device.esp(['send', 'custom-data', env.ESP_PROV_DEVICE_CUSTOM_DATA]),
  },
  {
    name: 'unknown SSID',
    unless: (device) => !device.canReset,
    async run(device) {
      const args = ['--ssid', 'a network that does not exist', '--passphrase', 'whatever1'];
      await device.esp(['provision', ...args], { fails: 'wifi/network-not-found' });
      await device.recover();
    },
  },
  {
    name: 'wrong Wi-Fi password',
    unless: (device) => !device.canReset || ssid === undefined,
    async run(device) {
      const args = ['--ssid', ssid, '--passphrase', 'not this one'];
      await device.esp(['provision', ...args], { fails: 'wifi/auth-error' });
      await device.recover();
    },
  },
  {
    name: 'right Wi-Fi password after it',
    unless: () => ssid === undefined,
    async run(device) {
      const { result } = await device.esp(['provision', '--ssid', ssid, '--passphrase', passphrase]);
      check(result.result === 'provisioned' && result.ssid === ssid, `the device joined ${result.ssid}`);
    },
  },
];

const outcomes = cases.map(() => []);
for (const address of addresses) {
  const device = await meet(address);
  for (const [row, { name, unless, run }] of cases.entries()) {
    let outcome = unless?.(device) ? 'n/a' : 'ok';
    device.transcript = '';
    try {
      if (outcome === 'ok') await run(device);
    } catch (error) {
      outcome = 'FAIL';
      console.log(`FAIL ${name}, ${address}: ${error.message}\n${indent(device.transcript)}`);
    }
    outcomes[row].push(outcome);
  }
}
const titles = cases.map(({ name }) => name);
console.log(formatTable('esp-prov against', titles, addresses, (row, column) => outcomes[row][column]));
if (ssid === undefined) console.log('ESP_PROV_DEVICE_SSID is not set: nothing was provisioned');
process.exit(outcomes.flat().includes('FAIL') ? 1 : 0);

/** Requests the version of a device and returns what the cases need. */
async function meet(address) {
  const device = { address, scheme: undefined, transcript: '', esp, recover };
  const { result } = await runCommand(['info', '--service-name', address]);
  const { securityVersion, capabilities = [] } = result ?? {};
  device.scheme = securityVersion ?? (capabilities.includes('no_sec') ? 0 : 1);
  device.wantsPop = !capabilities.includes('no_pop');
  device.canReset = hasReset && (await hasControl(address));
  if (device.scheme === 2 && !canUser) throw new Error('this esp-prov has no security 2 on its command line');
  return device;

  /** Runs esp-prov; without `fails` it has to succeed, else to end with that error. */
  async function esp(command, { args = [], secret = 'right', fails } = {}) {
    const all = [...command, '--service-name', address, ...args, ...secretArguments(device, secret)];
    const run = await runCommand(all, { patienceMs: 150_000 });
    device.transcript += `esp-prov ${command[0]}\n${run.output}${run.errors}\n`;
    const got = run.result?.code;
    if (fails === undefined) check(run.code === 0, `ended with ${run.code} (${got})`);
    else check(run.code !== 0 && got === fails, `expected ${fails}, got ${got ?? 'success'}`);
    return run;
  }

  /** Resets the device, which may have returned to provisioning by itself and then refuses. */
  async function recover() {
    const { code, result, output } = await runCommand([
      'reset',
      '--service-name',
      address,
      ...secretArguments(device, 'right'),
    ]);
    device.transcript += `esp-prov reset\n${output}\n`;
    check(code === 0 || result?.code === 'endpoint/refused' || code === 8, `reset: ${result?.code}`);
  }
}

/** Whether the device can be reset, which firmware before v5.1 cannot: it has no endpoint for that, over HTTP no path. */
async function hasControl(address) {
  // Refused by the method alone where the path is known, so that no session is replaced.
  const { status } = await fetch(`http://${address}/prov-ctrl`, { signal: AbortSignal.timeout(10_000) });
  return status !== 404;
}

function secretArguments({ scheme, wantsPop }, secret) {
  if (secret === 'none' || scheme === 0) return [];
  const wrong = secret === 'wrong' ? 'x' : '';
  if (scheme === 2) return ['--sec2-username', user, '--sec2-pwd', password + wrong];
  return wantsPop || wrong ? ['--pop', pop + wrong] : [];
}
