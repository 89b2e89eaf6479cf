import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { memoryStore, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { compare, wallMs } from '../lib/measure.mjs';
import { commandMs, nodeMs, startDevice } from '../lib/programs.mjs';

const pairs = 9;
const network = { ssid: 'myssid', passphrase: 'mypassword' };

/** The command from its start to its end, against a device that waits for nothing and was started before. */
async function byCommand() {
  const device = await startDevice();
  const { ssid, passphrase } = network;
  const args = ['--service_name', device.address, '--pop', 'abcd1234', '--ssid', ssid, '--passphrase', passphrase];
  try {
    return await commandMs(args);
  } finally {
    await device.stop();
  }
}

/** The same within this process, over the same kind of socket. */
async function inProcess() {
  const transport = new HttpDeviceTransport();
  const device = new VirtualEsp32({ transport, store: memoryStore(), fast: true });
  await device.boot();
  const link = httpTransport(transport.address);
  try {
    return await wallMs(async () => {
      const provisioner = await Provisioner.connect(link, { pop: 'abcd1234' });
      let last;
      for await (const step of provisioner.provision(network)) last = step;
      if (last?.kind !== 'connected') throw new Error(`provisioning ended with ${last?.kind}`);
    });
  } finally {
    await link[Symbol.asyncDispose]();
    await device[Symbol.asyncDispose]();
  }
}

/** A whole provisioning by the command, process start included. */
export const cases = [
  {
    name: 'provision-cli',
    what: 'a provisioning by the command against the start of a bare node',
    limit: 6,
    run: () => compare(byCommand, () => nodeMs(['-e', '0']), { pairs }),
  },
  {
    name: 'provision-in-process',
    what: 'a provisioning in a running process against the start of a bare node',
    limit: 1,
    run: () => compare(inProcess, () => nodeMs(['-e', '0']), { pairs }),
  },
  {
    name: 'provision-cli-overhead',
    what: 'a provisioning by the command against one in a running process, both with a bare start of node added',
    limit: 5,
    run: () => compare(byCommand, async () => (await nodeMs(['-e', '0'])) + (await inProcess()), { pairs }),
  },
];
