import { decodeVersionInfo, fromHex, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec","wifi_scan"]}}'));
const resetDone = fromHex('08026200');
const connected = fromHex('08015a265a240a0e3139322e3136382e34332e32323010031a066d79737369642206aabbccddeeff2806');

/** A device under security 0 with these answers of `prov-ctrl`, which joins whatever it gets. */
async function bench(...control: (Uint8Array | ProvisioningError)[]) {
  const transport = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint === 'prov-session') return fromHex('52050801aa0100');
    if (endpoint === 'prov-config') {
      return { '5200': connected, '0804': fromHex('08057a00') }[toHex(request)] ?? fromHex('08036a00');
    }
    const next = control.shift();
    if (!next) throw new Error('nothing is scripted');
    if (next instanceof ProvisioningError) throw next;
    return next;
  });
  const clock = manualClock();
  const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
  const sent = () => transport.seen.slice(1).map(({ endpoint, request }) => `${endpoint} ${toHex(request)}`);
  return { provisioner, clock, sent };
}

describe('prov-ctrl', () => {
  test('is asked by the bytes of Espressif’s tool', async () => {
    const { provisioner, sent } = await bench(resetDone, fromHex('08047200'));
    await provisioner.reset();
    await provisioner.reprovision();
    expect(sent()).toEqual(['prov-ctrl 0801', 'prov-ctrl 0803']);
  });

  test.each([
    ['reset', '080210056200'],
    ['reprovision', '080410057200'],
  ] as const)('that refuses to %s tells its status', async (command, answer) => {
    const { provisioner } = await bench(fromHex(answer));
    const task = command === 'reset' ? provisioner.reset() : provisioner.reprovision();
    expect(await failureOf(task)).toMatchObject({ code: 'device/status', details: { status: 5 } });
  });

  test('that is not there is a feature that the device lacks', async () => {
    const { provisioner } = await bench(new ProvisioningError('endpoint/not-found'));
    expect(await failureOf(provisioner.reset())).toMatchObject({
      code: 'version/feature-missing',
      details: { endpoint: 'prov-ctrl' },
    });
  });

  test('that answers another command is not believed', async () => {
    const { provisioner } = await bench(fromHex('08047200'));
    expect((await failureOf(provisioner.reset())).code).toBe('message/unexpected');
  });
});

describe('another try', () => {
  test('resets first, then provisions in the same session', async () => {
    const { provisioner, clock, sent } = await bench(resetDone);
    const kinds: string[] = [];
    const run = async () => {
      for await (const { kind } of provisioner.provisionAgain({ ssid: 'home', passphrase: 'x' })) kinds.push(kind);
    };
    await clock.run(run());
    expect(kinds).toEqual([
      'resetting',
      'sending-credentials',
      'credentials-sent',
      'applying',
      'applied',
      'status',
      'connected',
    ]);
    expect(sent()).toEqual([
      'prov-ctrl 0801',
      'prov-config 080262090a04686f6d65120178',
      'prov-config 0804',
      'prov-config 5200',
    ]);
  });

  test('asks for the network when the device has been reset, and can scan again', async () => {
    const { provisioner, clock, sent } = await bench(resetDone);
    let sentBefore: string[] = [];
    const choose = async () => {
      sentBefore = sent();
      return { ssid: 'home', passphrase: 'x' };
    };
    const run = async () => {
      for await (const _step of provisioner.provisionAgain(choose));
    };
    await clock.run(run());
    expect(sentBefore).toEqual(['prov-ctrl 0801']);
    expect(sent()[1]).toBe('prov-config 080262090a04686f6d65120178');
  });

  test.each([
    ['will not', fromHex('080210056200')],
    ['cannot', new ProvisioningError('endpoint/not-found')],
  ])('is made too with a device that %s be reset, as it may have done so by itself', async (_, answer) => {
    const { provisioner, clock, sent } = await bench(answer);
    const kinds: string[] = [];
    const run = async () => {
      for await (const { kind } of provisioner.provisionAgain({ ssid: 'home' })) kinds.push(kind);
    };
    await clock.run(run());
    expect(kinds.at(-1)).toBe('connected');
    const withoutHandshake = sent().filter((each) => !each.startsWith('prov-session'));
    expect(withoutHandshake.slice(0, 2)).toEqual(['prov-ctrl 0801', 'prov-config 080262060a04686f6d65']);
  });

  test('is not made where the link is lost by the reset', async () => {
    const { provisioner, sent } = await bench(new ProvisioningError('link/lost'));
    const run = async () => {
      for await (const _step of provisioner.provisionAgain({ ssid: 'home' }));
    };
    expect((await failureOf(run())).code).toBe('link/lost');
    expect(sent()).toEqual(['prov-ctrl 0801']);
  });
});

describe('a scan after Apply', () => {
  const network = { ssid: 'home', passphrase: 'x' };

  // The answer of prov-ctrl, then that of a scan that is asked for.
  async function applied(answer: Uint8Array) {
    const b = await bench(answer, new ProvisioningError('endpoint/refused'));
    await b.provisioner.setWifi(network);
    await b.provisioner.applyWifi();
    return b;
  }

  test('is not asked for, as the device would never end it', async () => {
    const { provisioner, sent } = await applied(resetDone);
    expect((await failureOf(provisioner.scan())).code).toBe('device/scan-endless');
    expect((await failureOf(provisioner.scanThread())).code).toBe('device/scan-endless');
    expect(sent().filter((line) => line.startsWith('prov-scan'))).toEqual([]);
  });

  test('is asked for again once the device was reset', async () => {
    const { provisioner, sent } = await applied(resetDone);
    await provisioner.reset();
    await failureOf(provisioner.scan());
    expect(sent().at(-1)).toMatch(/^prov-scan 52/);
  });

  test('is asked for by another try whose reset was refused, as the device may have reset itself', async () => {
    const { provisioner, clock, sent } = await applied(fromHex('080210056200'));
    const choose = async () => {
      await failureOf(provisioner.scan());
      return network;
    };
    const run = async () => {
      for await (const _step of provisioner.provisionAgain(choose));
    };
    await failureOf(clock.run(run()));
    expect(sent().some((line) => line.startsWith('prov-scan 52'))).toBe(true);
  });
});
