import { connectBle, findDevice, Provisioner } from '@esp-prov/client';
import { check } from '../../support/checks.mjs';
import { air } from '../lab/air.mjs';
import { expectError } from '../lab/expect-error.mjs';

const home = { ssid: 'myssid', passphrase: 'mypassword' };
const byte = Uint8Array.of(7);

function lost(transport) {
  if (transport.lost.aborted) return Promise.resolve();
  return new Promise((resolve) => transport.lost.addEventListener('abort', resolve, { once: true }));
}

/** Provisions, and loses the link as soon as the step comes. */
async function provisionWithLossAt(kind, provisioner) {
  let last;
  for await (const step of provisioner.provision(home)) {
    last = step;
    if (step.kind === kind) air('drop 1');
  }
  return last;
}

/** The link is lost in every state. */
const cases = [
  {
    name: 'loss: between two requests; the device is there again, with a new session',
    async run(lab) {
      const device = await lab.echoDevice();
      const first = await lab.transport(device);
      await first.exchange('echo', byte);
      air('drop 1');
      await lost(first);
      const error = await expectError('link/lost', first.exchange('echo', byte));
      check(error.details.sent === false, 'the error does not say that nothing was sent');
      await device.closed(1);
      const second = await lab.transport(device);
      await second.exchange('echo', byte);
      check(device.sessions.opened === 2, `${device.sessions.opened} sessions`);
    },
  },
  {
    name: 'loss: while the device works on a request',
    async run(lab) {
      const device = await lab.echoDevice();
      const transport = await lab.transport(device);
      setTimeout(() => air('drop 1'), 400);
      const error = await expectError('link/lost', transport.exchange('slow', byte));
      check(error.details.sent !== false, 'the error says that nothing was sent');
      await device.closed(1);
      await (await lab.transport(device)).exchange('slow', byte);
    },
  },
  {
    name: 'loss: the device is switched off while it works on a request',
    async run(lab) {
      const device = await lab.echoDevice();
      const transport = await lab.transport(device);
      setTimeout(() => device[Symbol.asyncDispose](), 400);
      // bluetoothd may refuse in its name before it ends the link.
      const error = await transport.exchange('slow', byte).then(
        () => undefined,
        (reason) => reason,
      );
      check(['link/lost', 'endpoint/refused'].includes(error?.code), `it ended with ${error?.code}`);
      await lost(transport);
    },
  },
  {
    name: 'loss: the device is switched off between two requests, and on again',
    async run(lab) {
      const device = await lab.device({ security: 1 });
      const provisioner = await lab.provisioner(device);
      await device[Symbol.asyncDispose]();
      await expectError('link/lost', provisioner.scan());
      const again = await lab.provisioner(await lab.device({ security: 1 }));
      check((await again.scan()).length >= 8, 'no networks');
    },
  },
  ...[6, 30, 60, 90].map((packets) => ({
    name: `loss: after ${packets} packets, before credentials are sent; the client connects again by itself`,
    async run(lab) {
      const device = await lab.device({ security: 1 });
      const { id } = await findDevice(lab.central, { name: device.name });
      air(`drop 1 ${packets}`);
      const open = (options) => connectBle(lab.central, { id, ...options });
      const provisioner = lab.keep(await Provisioner.connect(open, device.secrets));
      check((await provisioner.scan()).length >= 8, 'no networks');
    },
  })),
  {
    name: 'loss: after Apply, seen from a client that does not connect again',
    async run(lab) {
      const device = await lab.device({ security: 1 });
      const provisioner = await lab.provisioner(device);
      await expectError('wifi/outcome-unknown', provisionWithLossAt('applied', provisioner));
      await device.tells('provisioning-succeeded');
    },
  },
  {
    name: 'loss: after Apply, and the client requests the status over a new link',
    async run(lab) {
      const device = await lab.device({ security: 2, more: { autoStop: false } });
      const open = (options) => connectBle(lab.central, { name: device.name, ...options });
      const reconnect = { afterCredentials: 1 };
      const provisioner = lab.keep(await Provisioner.connect(open, { ...device.secrets, reconnect }));
      const last = await provisionWithLossAt('applied', provisioner);
      check(last.kind === 'connected', `it ended with ${JSON.stringify(last)}`);
      check(device.count('Secured session established') === 2, 'the second session is not a new one');
    },
  },
  {
    name: 'loss: out of range, silent, and back',
    async run(lab) {
      const device = await lab.echoDevice();
      const transport = await lab.transport(device);
      air('mute 1 1');
      await expectError('link/lost', transport.exchange('echo', byte));
      await device.closed(1);
      const missing = connectBle(lab.central, { name: device.name, findTimeoutMs: 3000 });
      await expectError('bluetooth/not-found', missing);
      air('mute 1 0');
      await (await lab.transport(device)).exchange('echo', byte);
    },
  },
  {
    name: 'loss: the signal strength of a distant device is reported',
    async run(lab) {
      const device = await lab.echoDevice();
      air('rssi 1 -83');
      const { rssi } = await findDevice(lab.central, { name: device.name });
      check(rssi >= -85 && rssi <= -81, `heard at ${rssi} dBm`);
    },
  },
];

/** Losses while the device works on a request. */
export const lossCases = cases.map((each) => ({ ...each, mayEndBluetoothd: true }));
