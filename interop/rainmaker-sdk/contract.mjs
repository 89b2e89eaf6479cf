// The contract suite that the repository of RainMaker Neo keeps for adapters, run with ours.

import assert from 'node:assert/strict';
import { RainmakerProvisionAdapter } from '@esp-prov/client/rainmaker';
import { startRainmakerDevice } from './device.mjs';
import { importBundled } from './neo.mjs';
import { fieldsOf, message } from './wire.mjs';

const entry = "export { runProvisionAdapterContract } from './test-utils/adapter-contract/provisionAdapterContract';\n";

/** Returns the cases of the suite; one has failed before, where an adapter did nothing of what they demand. */
export async function contractCases(checkout, folder) {
  const { runProvisionAdapterContract } = await importBundled(checkout, folder, 'neo-contract', entry);
  const cases = collect(() => runProvisionAdapterContract('esp-prov', ourAdapter, { knownDevicePrefix: 'PROV_' }));
  const idle = collect(() => runProvisionAdapterContract('nobody', idleAdapter));
  const judged = idle.map(([name, run]) => [
    `finds an adapter that does nothing: ${name}`,
    async () =>
      assert.ok(
        await run().then(
          () => false,
          () => true,
        ),
        'it passes with an adapter that does nothing',
      ),
  ]);
  return [...cases, ...judged];
}

/** An adapter of their interface over ours: it opens the session where theirs connects. */
async function ourAdapter() {
  const device = await startRainmakerDevice({ over: 'ble', scheme: 1 });
  const adapter = new RainmakerProvisionAdapter({ ble: device.reach, searchTimeMs: 200 });
  let connected;
  return {
    async scan({ prefix = '' } = {}) {
      const found = await adapter.searchESPDevices(prefix, 'ble');
      return found.map(({ name, transport }) => ({ id: name, name, transport }));
    },
    async connect(deviceId, { proofOfPossession } = {}) {
      await adapter.connect(deviceId);
      if (proofOfPossession !== undefined) await adapter.setProofOfPossession(deviceId, proofOfPossession);
      connected = deviceId;
      return { connected: true, deviceId };
    },
    async provision({ ssid, passphrase = '' }) {
      const challenge = message([1, 0], [10, message([1, 'a challenge'])]);
      const answer = await adapter.sendData(connected ?? '', 'ch_resp', Buffer.from(challenge).toString('base64'));
      const response = fieldsOf(fieldsOf(Buffer.from(answer, 'base64')).get(11));
      const success = (await adapter.provision(connected, ssid, passphrase)) === 0;
      return { success, nodeId: Buffer.from(response.get(2)).toString() };
    },
    async disconnect() {
      await adapter[Symbol.asyncDispose]();
      await device.switchOff();
    },
  };
}

/** Does nothing, and fails where a test tidies up behind it, as every test must see that something is wrong. */
function idleAdapter() {
  const nothing = async () => ({});
  return { scan: nothing, connect: nothing, provision: nothing, disconnect: nothing };
}

/** Runs the suite with what it takes for its test runner, and returns its cases. */
function collect(declare) {
  const [cases, setups, teardowns, titles] = [[], [], [], []];
  const runner = {
    describe: (title, body) => {
      titles.push(title);
      body();
      titles.pop();
    },
    beforeEach: (task) => setups.push(task),
    afterEach: (task) => teardowns.push(task),
    it(name, body) {
      const run = async () => {
        for (const setup of setups) await setup();
        try {
          await body();
        } finally {
          for (const teardown of teardowns) await teardown();
        }
      };
      cases.push([[...titles.slice(1), name].join(' '), run]);
    },
    expect,
  };
  Object.assign(globalThis, runner);
  declare();
  return cases;
}

/** The demands of the suite, in the words of Jest. */
function expect(value) {
  return {
    toBe: (wanted) => assert.equal(value, wanted),
    toBeGreaterThan: (least) => assert.ok(value > least, `${value} is not above ${least}`),
    toContain: (item) => assert.ok(value.includes(item), `${item} is missing`),
    rejects: { toThrow: () => assert.rejects(async () => await value) },
  };
}
