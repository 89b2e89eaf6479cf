import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { systemClock } from '@esp-prov/protocol';
import { factoryFlash, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { compare, wallMs } from '../lib/measure.mjs';
import { busyCommandMs, nodeMs, startDevice } from '../lib/programs.mjs';

const pairs = 9;
const network = { ssid: 'myssid', passphrase: 'mypassword' };
const bareNode = () => nodeMs(['-e', '0']);

/** Returns a provisioning within this process, less the pauses between status requests. */
async function inProcess() {
  const transport = new HttpDeviceTransport();
  const device = new VirtualEsp32({ transport, flash: factoryFlash(), fast: true });
  await device.boot();
  const link = httpTransport(transport.address);
  let pausedMs = 0;
  const clock = {
    now: systemClock.now,
    sleep: async (ms, options) => {
      pausedMs += await wallMs(() => systemClock.sleep(ms, options));
    },
  };
  try {
    const totalMs = await wallMs(async () => {
      const provisioner = await Provisioner.connect(link, { pop: 'abcd1234', clock });
      let last;
      for await (const step of provisioner.provision(network)) last = step;
      if (last?.kind !== 'connected') throw new Error(`provisioning ended with ${last?.kind}`);
    });
    return totalMs - pausedMs;
  } finally {
    await link[Symbol.asyncDispose]();
    await device[Symbol.asyncDispose]();
  }
}

/**
 * Returns the command from its start to its end, less the same pauses. The device waits for nothing and was started
 * before.
 */
async function byCommand() {
  const device = await startDevice();
  const { ssid, passphrase } = network;
  const args = ['--service-name', device.address, '--pop', 'abcd1234', '--ssid', ssid, '--passphrase', passphrase];
  try {
    return await busyCommandMs(args);
  } finally {
    await device.stop();
  }
}

/** A whole provisioning, without the waits that a device or the next question needs. */
export const cases = [
  {
    name: 'provision-cli',
    what: 'a provisioning by the command, start included, against the start of a bare node',
    limit: 2.5,
    goal: 2.2,
    run: () => compare(byCommand, bareNode, { pairs }),
  },
  {
    name: 'provision-cli-overhead',
    what: 'the same against the start of a bare node and a provisioning in a running process',
    limit: 2.2,
    run: () => compare(byCommand, async () => (await bareNode()) + (await inProcess()), { pairs }),
  },
  {
    name: 'provision-in-process',
    what: 'a provisioning in a running process against the start of a bare node',
    limit: 0.5,
    run: () => compare(inProcess, bareNode, { pairs }),
  },
];
