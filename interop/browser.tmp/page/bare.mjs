// A page without the app: the client as a stranger would bundle it. `task` says what the next click does.
import { connectBle, consoleTransport, Provisioner } from '@esp-prov/client';
import { chooseSerialPort, openSerialPort, WebBluetoothCentral } from '@esp-prov/client/web';

globalThis.task = { proof: {}, network: {} };
globalThis.outcome = undefined;

document.querySelector('button').addEventListener('click', async () => {
  const begin = performance.now();
  try {
    globalThis.outcome = { steps: await provision(globalThis.task), ms: performance.now() - begin };
  } catch (error) {
    globalThis.outcome = { error: { name: error.name, code: error.code, message: error.message } };
  }
});

/** Each asks for the device in the turn of the click, and returns how to open a transport to it. */
const ways = { bluetooth, usb };

async function provision({ way = 'bluetooth', proof, network, connect = {}, scan = true, reconnect }) {
  const open = await ways[way](connect);
  const provisioner = await Provisioner.connect(open, { ...proof, reconnect });
  try {
    const steps = [];
    // Releases before v3.3 cannot.
    if (scan) steps.push({ kind: 'heard', networks: (await provisioner.scan()).length });
    for await (const step of provisioner.provision(network)) steps.push(step);
    return steps;
  } finally {
    await provisioner[Symbol.asyncDispose]();
  }
}

async function bluetooth(connect) {
  const central = new WebBluetoothCentral({ bluetooth: navigator.bluetooth });
  const { id, services } = await central.choose({ namePrefix: 'PROV_' });
  return ({ signal }) => connectBle(central, { id, advertised: services, signal, ...connect });
}

async function usb() {
  const port = await chooseSerialPort(navigator.serial);
  return async ({ signal }) => consoleTransport(await openSerialPort(port, { serial: navigator.serial, signal }));
}
