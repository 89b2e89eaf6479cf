// Hundreds of provisionings over one virtual BlueZ, with one central that stays and a device that is new each time: the
// heap, the match rules and the objects on the bus must be what they were. SOAK_ROUNDS: how many; default 500.
import { bluezCentral, bluezPeripheral } from '@esp-prov/bluez';
import { connectBle, Provisioner } from '@esp-prov/client';
import { connectBus } from '@esp-prov/dbus';
import { bleDeviceTransport } from '@esp-prov/device';
import { isProvisioningError, systemClock } from '@esp-prov/protocol';
import { bleOptions, readme, VirtualEsp32 } from '@esp-prov/virtual';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { build } from '../support/esp-prov.mjs';

/** Rounds until everything that is made once has been made. */
const settled = 100;
const mostGrowth = 5 * 1024 * 1024;
const reportEvery = 100;

/** The waits of the client in a twentieth of their time; limits of time stay what they are. */
const hurried = {
  now: () => systemClock.now(),
  sleep: (ms, options) => systemClock.sleep(ms < 2000 ? ms / 20 : ms, options),
};

/**
 * Returns the same for a device. Its delay before it ends its service leaves clients the time to read the last answer;
 * on a machine that stalls a twentieth of it would not, so it ends when `answered` does, and no sooner.
 */
const hurriedDevice = (answered) => ({
  now: () => systemClock.now(),
  sleep: async (ms, options) => {
    if (ms > 0) await answered;
    await hurried.sleep(ms, options);
  },
});

build();
const rounds = Number(process.env.SOAK_ROUNDS ?? 500);
if (!Number.isInteger(rounds) || rounds <= settled) throw new Error(`SOAK_ROUNDS is a number above ${settled}`);
const bluez = await startVirtualBluez().catch((error) => {
  if (!isProvisioningError(error, 'bluetooth/no-bus')) throw error;
  console.log(`skipped: ${error.message}`);
  process.exit(77);
});
const buses = [await connectBus({ address: bluez.address }), await connectBus({ address: bluez.address })];
const [deviceBus, clientBus] = buses;
const central = bluezCentral({ bus: clientBus, adapter: 'hci0' });
const air = [
  { ssid: 'myssid', bssid: 'aa:bb:cc:dd:ee:ff', channel: 6, rssi: -47, auth: 'WPA2_PSK', password: 'mypassword' },
];

const started = performance.now();
let before;
for (let round = 1; round <= rounds; round++) {
  await provisionOnce();
  if (round % reportEvery !== 0) continue;
  const now = await measure();
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `round ${round}: heap ${mib(now.heap)} MiB, ${now.rules} match rules, ${now.objects} objects (${seconds} s)`,
  );
  if (round === settled) before = now;
}
const after = await measure();
const failures = [
  after.heap - before.heap > mostGrowth &&
    `the heap grew by ${mib(after.heap - before.heap)} MiB since round ${settled}`,
  after.rules !== before.rules && `match rules: ${before.rules} in round ${settled}, ${after.rules} in round ${rounds}`,
  after.objects !== before.objects &&
    `objects: ${before.objects} in round ${settled}, ${after.objects} in round ${rounds}`,
].filter(Boolean);
for (const failure of failures) console.log(`FAIL ${failure}`);
await central[Symbol.asyncDispose]();
for (const bus of buses) await bus.close();
await bluez[Symbol.asyncDispose]();
const grown = mib(after.heap - before.heap);
console.log(`${rounds} rounds, heap ${grown} MiB over round ${settled}: ${failures.length === 0 ? 'ok' : 'failed'}`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Runs the whole life of a device: switched on, found, provisioned, its service ended, switched off. */
async function provisionOnce() {
  const peripheral = async () => bluezPeripheral({ bus: deviceBus, adapter: 'hci1' });
  const transport = bleDeviceTransport(peripheral, bleOptions(readme));
  let answer;
  const answered = new Promise((resolve) => {
    answer = resolve;
  });
  const device = new VirtualEsp32({ transport, air, fast: true, clock: hurriedDevice(answered) });
  const ended = new Promise((resolve) => device.watch(({ kind }) => kind === 'service-ended' && resolve()));
  try {
    await device.boot();
    const open = ({ signal }) => connectBle(central, { name: device.serviceName, signal });
    const provisioner = await Provisioner.connect(open, { pop: 'abcd1234', clock: hurried });
    try {
      for await (const step of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) {
        if (step.kind === 'failed') throw new Error(`provisioning failed: ${step.reason}`);
      }
      answer();
      await ended;
    } finally {
      answer();
      await provisioner[Symbol.asyncDispose]();
    }
  } finally {
    await device[Symbol.asyncDispose]();
  }
}

/** Returns the figures that must not grow. */
async function measure() {
  // Once more for what finalizers let go of.
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const call = { destination: 'org.bluez', path: '/', interface: 'org.freedesktop.DBus.ObjectManager' };
  const [objects] = await clientBus.call({ ...call, member: 'GetManagedObjects' });
  return {
    heap: process.memoryUsage().heapUsed,
    rules: buses.reduce((sum, bus) => sum + bus.matchRules.length, 0),
    objects: Object.keys(objects).length,
  };
}

function mib(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}
