// Measures in the page: what an exchange costs by the client's Bluetooth, and by the browser's functions alone.
import { connectBle, Provisioner, wrapTransport } from '@esp-prov/client';
import { WebBluetoothCentral } from '@esp-prov/client/web';

const services = ['1775244d-6b43-439b-877c-060f2d9bed07', '021a9004-0382-4aea-bff4-6b3f1c5adfb4'];
const version = 'proto-ver';
const encoder = new TextEncoder();
const request = encoder.encode('---'.padEnd(64, '-'));

globalThis.task = 'client';
globalThis.outcome = undefined;

const tasks = { client, bare, provision, bareProvision };

document.querySelector('button').addEventListener('click', async () => {
  const [name, ...values] = globalThis.task;
  try {
    globalThis.outcome = await tasks[name](...values);
  } catch (error) {
    globalThis.outcome = { error: `${error.name} ${error.code}: ${error.message}` };
  }
});

/** Returns the ms of one exchange by the client: the median of `count`. */
async function client(count) {
  const central = new WebBluetoothCentral({ bluetooth: navigator.bluetooth });
  const { id } = await central.choose({ namePrefix: 'PROV_' });
  const transport = await connectBle(central, { id });
  const ms = await median(count, () => transport.exchange(version, request));
  await transport[Symbol.asyncDispose]();
  await central[Symbol.asyncDispose]();
  return { ms };
}

/** Returns the same by nothing but a write and a read. */
async function bare(count) {
  const { gatt, characteristic } = await connectBare();
  const ms = await median(count, () => exchangeBare(characteristic));
  gatt.disconnect();
  return { ms };
}

/** Returns the ms from the click to the device on its network, and the number of exchanges. */
async function provision(proof, network) {
  const begin = performance.now();
  const central = new WebBluetoothCentral({ bluetooth: navigator.bluetooth });
  const { id } = await central.choose({ namePrefix: 'PROV_' });
  let exchanges = 0;
  const open = async ({ signal }) => {
    const transport = await connectBle(central, { id, signal });
    return wrapTransport(transport, (...request) => {
      exchanges++;
      return transport.exchange(...request);
    });
  };
  const provisioner = await Provisioner.connect(open, proof);
  await provisioner.scan();
  let last;
  for await (const step of provisioner.provision(network)) last = step.kind;
  const ms = performance.now() - begin;
  await provisioner[Symbol.asyncDispose]();
  await central[Symbol.asyncDispose]();
  if (last !== 'connected') throw new Error(`it ended with ${last}`);
  return { ms, exchanges };
}

/** Returns the ms of a connection and as many exchanges by nothing but writes and reads. */
async function bareProvision(exchanges) {
  const begin = performance.now();
  const { gatt, characteristic } = await connectBare();
  for (let i = 0; i < exchanges; i++) await exchangeBare(characteristic);
  const ms = performance.now() - begin;
  gatt.disconnect();
  return { ms };
}

/** Connects and finds the characteristic of `proto-ver` by the names of all, as any client has to. */
async function connectBare() {
  const device = await navigator.bluetooth.requestDevice({
    filters: [{ namePrefix: 'PROV_' }],
    optionalServices: services,
  });
  const gatt = await device.gatt.connect();
  const [service] = await gatt.getPrimaryServices();
  let found;
  for (const characteristic of await service.getCharacteristics()) {
    const description = await characteristic.getDescriptor('gatt.characteristic_user_description');
    const name = new TextDecoder().decode(await description.readValue());
    if (name === version) found = characteristic;
  }
  return { gatt, characteristic: found };
}

async function exchangeBare(characteristic) {
  await characteristic.writeValueWithResponse(request);
  return await characteristic.readValue();
}

async function median(count, exchange) {
  for (let i = 0; i < 20; i++) await exchange();
  const all = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    await exchange();
    all.push(performance.now() - begin);
  }
  return all.sort((a, b) => a - b)[count >> 1];
}
