import { decodeVersionInfo, errorTable, exitCodes, fromHex, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, type ManualClock, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type ThreadProvisionStep, type WaitOptions } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

// Bytes of Espressif's own messages: test/vectors/protocol/protobuf-net.json.
const attached = fromHex('08078a01215a1f08b4241208dead00beef00cafe180f220e4f70656e54687265616444656d6f');
const attaching = fromHex('08078a01021001');
const detached = fromHex('08078a01021002');
const invalidDataset = fromHex('08078a010410035000');
const notFound = fromHex('08078a010410035001');
const unnamed = fromHex('08078a010410035007');
const setDone = fromHex('08099a0100');
const applyDone = fromHex('080baa0100');

const info = decodeVersionInfo(
  utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":0,"sec_patch_ver":0,"cap":["no_sec","thread_prov","thread_scan"]}}'),
);
const dataset = fromHex('0e08000000000001');

type Answer = Uint8Array | ProvisioningError;

interface Script {
  readonly polls?: readonly Answer[];
  readonly set?: Answer;
  readonly apply?: Answer;
  readonly other?: readonly Answer[];
}

interface Bench {
  readonly clock: ManualClock;
  readonly transport: ScriptedTransport;
  readonly provisioner: Provisioner;
  readonly steps: ThreadProvisionStep[];
  run(options?: WaitOptions): Promise<void>;
}

/** A Thread device under security 0 whose answers are scripted; the last poll repeats. */
async function bench({
  polls = [attached],
  set = setDone,
  apply = applyDone,
  other = [],
}: Script = {}): Promise<Bench> {
  const clock = manualClock();
  const answers = [...polls];
  const others = [...other];
  const config: Readonly<Record<number, () => Answer | undefined>> = {
    6: () => (answers.length > 1 ? answers.shift() : answers[0]),
    8: () => set,
    10: () => apply,
  };
  const transport = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint === 'prov-session') return fromHex('52050801aa0100');
    // Read again where no status tells the outcome; here the device is gone by then.
    if (endpoint === 'proto-ver') throw new ProvisioningError('link/unreachable');
    const next = endpoint === 'prov-config' ? config[request[1] as number]?.() : others.shift();
    if (!next) throw new Error(`nothing is scripted for ${endpoint} ${toHex(request)}`);
    if (next instanceof ProvisioningError) throw next;
    return next;
  });
  const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
  const steps: ThreadProvisionStep[] = [];
  const collect = async (options: WaitOptions): Promise<void> => {
    for await (const step of provisioner.provisionThread(dataset, options)) steps.push(step);
  };
  return { clock, transport, provisioner, steps, run: (options = {}) => clock.run(collect(options)) };
}

function sent({ transport }: Bench): string[] {
  return transport.seen.slice(1).map(({ endpoint, request }) => `${endpoint} ${toHex(request)}`);
}

const lost = new ProvisioningError('link/lost');

describe('a provisioning with Thread', () => {
  test('sends the bytes of Espressif’s tool, and tells each step in its order', async () => {
    const b = await bench({ polls: [attaching, attached] });
    await b.run();
    expect(sent(b)).toEqual([
      'prov-config 080892010a0a080e08000000000001',
      'prov-config 080a',
      'prov-config 0806820100',
      'prov-config 0806820100',
    ]);
    expect(b.steps.map(({ kind }) => kind)).toEqual(['sending-dataset', 'applied', 'status', 'status', 'attached']);
    expect(b.steps.at(-1)).toEqual({
      kind: 'attached',
      attachment: { panId: 0x1234, extendedPanId: fromHex('dead00beef00cafe'), channel: 15, name: 'OpenThreadDemo' },
    });
  });

  test.each([
    ['the dataset', invalidDataset, 'dataset-invalid'],
    ['a missing network', notFound, 'network-not-found'],
    ['a reason without a name', unnamed, 'unknown'],
    ['a device that stays detached', detached, 'detached'],
  ])('has failed when the device says so three times in a row: %s', async (_, poll, reason) => {
    const b = await bench({ polls: [attaching, poll] });
    await b.run();
    expect(b.steps.at(-1)).toEqual({ kind: 'failed', reason });
    expect(sent(b).filter((request) => request.includes('0806'))).toHaveLength(4);
  });

  test('gives up at its time limit by an error of its own family', async () => {
    const b = await bench({ polls: [attaching] });
    const error = await failureOf(b.run({ timeoutMs: 10_000 }));
    expect(error).toMatchObject({ code: 'thread/attach-timeout', details: { timeoutMs: 10_000 } });
  });

  test('whose link does not come back leaves the outcome unknown, by an error of its own family', async () => {
    const b = await bench({ polls: [lost] });
    const error = await failureOf(b.run());
    expect(error.code).toBe('thread/outcome-unknown');
    expect(error.cause).toBe(lost);
    expect(exitCodes[errorTable[error.code].exit]).toBe(3);
  });

  test('goes on polling over a link that comes back, in a new session', async () => {
    const b = await bench({ polls: [attaching, lost, attached] });
    await b.run();
    expect(b.steps.at(-1)?.kind).toBe('attached');
    expect(b.transport.seen.filter(({ endpoint }) => endpoint === 'prov-session')).toHaveLength(2);
    expect(sent(b).filter((request) => request === 'prov-config 080a')).toHaveLength(1);
  });

  test('whose Apply got no answer leaves the outcome unknown, and repeats nothing', async () => {
    const b = await bench({ apply: lost });
    expect((await failureOf(b.run())).code).toBe('thread/outcome-unknown');
    expect(sent(b).filter((request) => request === 'prov-config 080a')).toHaveLength(1);
  });

  test('that the device refuses ends with its status', async () => {
    const set = await bench({ set: fromHex('08099a01020804') });
    expect(await failureOf(set.run())).toMatchObject({ code: 'device/status', details: { status: 4 } });
    const apply = await bench({ apply: fromHex('080baa01020805') });
    expect(await failureOf(apply.run())).toMatchObject({ code: 'device/apply-refused', details: { status: 5 } });
  });

  test.each([0, 255])('sends nothing for a dataset of %i bytes', async (length) => {
    const b = await bench();
    const error = await failureOf(b.provisioner.setThread(new Uint8Array(length)));
    expect(error).toMatchObject({ code: 'thread/invalid-dataset', details: { length } });
    expect(sent(b)).toEqual([]);
  });

  test('takes the longest dataset', async () => {
    const b = await bench();
    await b.provisioner.setThread(new Uint8Array(254));
    expect(sent(b)).toHaveLength(1);
  });

  test('does not take an answer about Wi-Fi, or an unknown state, for one', async () => {
    for (const bytes of ['08015a021001', '08078a01021009', '08078a010410005000']) {
      const b = await bench({ polls: [fromHex(bytes)] });
      expect((await failureOf(b.provisioner.threadStatus())).code).toBe('message/unexpected');
    }
  });
});

describe('a scan for Thread networks', () => {
  const started = fromHex('08078a0100');
  const two = fromHex('08099a010408011002');
  const results = fromHex(
    '080baa01600a3708b424100f18c4ffffffffffffffff0120ff012a080001020304050607320e4f70656e54687265616444656d6f' +
      '3a08dead00beef00cafe0a2508ffff03101a189dffffffffffffffff012a08ffffffffffffffff3a080000000000000000',
  );

  test('sends the bytes of Espressif’s tool, never asks past the count, and reads every field', async () => {
    const b = await bench({ other: [started, two, results] });
    expect(await b.provisioner.scanThread()).toEqual([
      {
        panId: 0x1234,
        channel: 15,
        rssi: -60,
        lqi: 255,
        extendedAddress: fromHex('0001020304050607'),
        name: 'OpenThreadDemo',
        extendedPanId: fromHex('dead00beef00cafe'),
      },
      {
        panId: 0xffff,
        channel: 26,
        rssi: -99,
        lqi: 0,
        extendedAddress: fromHex('ffffffffffffffff'),
        name: '',
        extendedPanId: fromHex('0000000000000000'),
      },
    ]);
    expect(sent(b)).toEqual(['prov-scan 0806820100', 'prov-scan 0808', 'prov-scan 080aa201021002']);
  });

  test('may be told its channels, and to block', async () => {
    const b = await bench({ other: [started, fromHex('08099a01020801')] });
    expect(await b.provisioner.scanThread({ blocking: true, channelMask: 0x07fff800 })).toEqual([]);
    expect(sent(b)[0]).toBe('prov-scan 08068201070801' + '1080f0ff3f');
  });

  test('that the device refuses ends with its status', async () => {
    const b = await bench({ other: [fromHex('080710048a0100')] });
    expect(await failureOf(b.provisioner.scanThread())).toMatchObject({
      code: 'device/status',
      details: { status: 4 },
    });
  });

  test('of a device that answers as late as it may ends at one limit', async () => {
    // Found nothing so far, and never done.
    const b = await bench({ other: [started, ...Array<Uint8Array>(99).fill(fromHex('08099a0100'))] });
    b.transport.interpose((exchange) => async (endpoint, request, options) => {
      await b.clock.sleep(20_000, options);
      return await exchange(endpoint, request, options);
    });
    const error = await failureOf(b.clock.run(b.provisioner.scanThread()));
    expect(error).toMatchObject({ code: 'device/scan-endless', details: { timeoutMs: 60_000 } });
    expect(b.clock.now()).toBeLessThanOrEqual(60_000);
  });
});

describe('prov-ctrl of a Thread device', () => {
  test('is asked by the bytes of Espressif’s tool', async () => {
    const b = await bench({ other: [fromHex('0806820100'), fromHex('0808920100')] });
    await b.provisioner.reset({ network: 'thread' });
    await b.provisioner.reprovision({ network: 'thread' });
    expect(sent(b)).toEqual(['prov-ctrl 0805', 'prov-ctrl 0807']);
  });

  test('that answers for Wi-Fi is not believed', async () => {
    const b = await bench({ other: [fromHex('08026200')] });
    expect((await failureOf(b.provisioner.reset({ network: 'thread' }))).code).toBe('message/unexpected');
  });
});
