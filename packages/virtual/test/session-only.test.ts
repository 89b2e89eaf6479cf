import { connectBle, DeviceSession, fetchTransport, Provisioner, type Transport } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { type BleHost, bleDeviceTransport, ConsoleDeviceTransport, type Requests } from '@esp-prov/device';
import { decodeVersionInfo, fromHex, isProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { type ManualClock, manualClock, memoryConsole, memoryLink, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { bleOptions, factoryFlash, type SessionOnly, VirtualEsp32, type VirtualEsp32Options } from '../src/index.ts';
import { HttpDeviceTransport } from '../src/node/index.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov14 } from '../src/profiles/netprov-1.4.ts';
import { powerOn } from './support/powered-device.ts';

const provisioning = ['prov-ctrl', 'prov-scan', 'prov-config'];
const getStatus = fromHex('5200');
const secrets = { username: 'wifiprov', password: 'abcd1234' };

interface Life {
  readonly clock: ManualClock;
  readonly flash: ReturnType<typeof factoryFlash>;
  /** Switches the device on, again with the same flash. */
  boot(): Promise<Powered>;
}

interface Powered extends AsyncDisposable {
  readonly device: VirtualEsp32;
  readonly serial: string[];
  readonly events: string[];
  /** What clients find when they connect now. */
  connect(): Promise<Transport>;
}

/** How a device is reached, each time that it is switched on: its end of a link, and the way of a client. */
type Reach = (clock: ManualClock) => () => {
  readonly transport: VirtualEsp32Options['transport'];
  readonly connect: () => Promise<Transport>;
};

const overMemory: Reach = () => () => {
  const link = memoryLink();
  return { transport: link.device, connect: async () => link.connect() };
};

const overBluetooth =
  (host: BleHost, removesAttributes = false): Reach =>
  (clock) => {
    const radio = memoryRadio({ clock });
    const address = '24:0A:C4:26:1F:D0';
    return () => ({
      transport: bleDeviceTransport(async () => radio.addPeripheral(address), {
        ...bleOptions(netprov14, host),
        rules: { ...bleOptions(netprov14, host).rules, removesAttributes },
        clock,
      }),
      connect: () => connectBle(radio.central, { name: 'PROV_261FCC', clock }),
    });
  };

function lifeOf(reach: Reach, sessionOnly: SessionOnly = {}): Life {
  const clock = manualClock();
  const flash = factoryFlash();
  const next = reach(clock);
  return {
    clock,
    flash,
    async boot() {
      const { transport, connect } = next();
      const serial: string[] = [];
      const events: string[] = [];
      const device = new VirtualEsp32({
        transport,
        flash,
        clock,
        profile: netprov14,
        serial: (line) => serial.push(line),
        sessionOnly,
      });
      device.watch(({ kind }) => events.push(kind));
      await clock.run(device.boot());
      return {
        device,
        serial,
        events,
        connect: () => clock.run(connect()),
        [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
      };
    },
  };
}

async function provision(clock: ManualClock, powered: Powered, ssid = 'myssid', passphrase = 'mypassword') {
  return await provisionOver(clock, await powered.connect(), ssid, passphrase);
}

async function provisionOver(clock: ManualClock, transport: Transport, ssid = 'myssid', passphrase = 'mypassword') {
  const provisioner = await clock.run(Provisioner.connect(transport, { ...secrets, clock }));
  const last = async () => {
    const kinds: string[] = [];
    for await (const { kind } of provisioner.provision({ ssid, passphrase })) kinds.push(kind);
    return kinds.at(-1);
  };
  expect(await clock.run(last())).toBe('connected');
  return provisioner;
}

/** Returns a device that was provisioned, and switched off. */
async function provisioned(reach: Reach, sessionOnly?: SessionOnly): Promise<Life> {
  const life = lifeOf(reach, sessionOnly);
  await using powered = await life.boot();
  const provisioner = await provision(life.clock, powered);
  await life.clock.advance(2000);
  await provisioner[Symbol.asyncDispose]();
  return life;
}

async function versionOf(clock: ManualClock, transport: Transport) {
  return decodeVersionInfo(await clock.run(transport.exchange('proto-ver', utf8('---'))));
}

async function codeOf(task: Promise<unknown>): Promise<string | undefined> {
  return await task.then(
    () => undefined,
    (error: unknown) => (isProvisioningError(error) ? error.code : String(error)),
  );
}

const reaches: readonly (readonly [name: string, reach: Reach])[] = [
  ['the memory link', overMemory],
  ['Bluetooth with NimBLE', overBluetooth('nimble')],
  ['Bluetooth with Bluedroid', overBluetooth('bluedroid')],
  ['Bluetooth whose attributes go with their endpoints', overBluetooth('nimble', true)],
];

describe.each(reaches)('over %s a device in session-only mode', (name, reach) => {
  test('offers provisioning as long as it is not provisioned', async () => {
    const { boot, clock } = lifeOf(reach);
    await using powered = await boot();
    const transport = await powered.connect();
    const { reply, capabilities } = await versionOf(clock, transport);
    expect(reply?.text).toBe(
      '{"prov":{"ver":"netprov-v1.2","sec_ver":2,"sec_patch_ver":1,"cap":["wifi_prov","wifi_scan"]}}',
    );
    expect(capabilities).toEqual(['wifi_prov', 'wifi_scan']);
    expect([...(transport.endpoints ?? [])]).toEqual(['prov-session', 'proto-ver', 'custom-data', ...provisioning]);
    expect(powered.events).toEqual(['provisioning-started']);
  });

  test('keeps link and session when provisioning ends, and answers nothing of provisioning', async () => {
    const { boot, clock } = lifeOf(reach);
    await using powered = await boot();
    const transport = await powered.connect();
    const provisioner = await provisionOver(clock, transport);
    expect(powered.events).not.toContain('provisioning-ended');
    await clock.advance(2000);
    expect(powered.events.slice(-2)).toEqual(['provisioning-succeeded', 'provisioning-ended']);
    expect(toHex(await clock.run(provisioner.send('custom-data', utf8('on'))))).toBe(toHex(utf8('SUCCESS\0')));
    expect(powered.serial.some((line) => line.endsWith('session_only_prov: Provisioning ended'))).toBe(true);
    expect(powered.serial.some((line) => line.includes('BTDM memory released'))).toBe(false);
    await provisioner[Symbol.asyncDispose]();
    await transport[Symbol.asyncDispose]();
    const late = await powered.connect();
    for (const endpoint of provisioning) {
      expect(await codeOf(clock.run(late.exchange(endpoint, getStatus))), endpoint).toMatch(/^(endpoint|link)\//);
      if (name.includes('Bluedroid')) break;
    }
  });

  test('takes no further credentials until it starts again, and a second client is told that it is set up', async () => {
    const { boot, clock } = lifeOf(reach);
    await using powered = await boot();
    const transport = await powered.connect();
    await provisionOver(clock, transport);
    await clock.advance(2000);
    await transport[Symbol.asyncDispose]();
    const network = { ssid: 'myssid', passphrase: 'mypassword' };
    const tasks: ((provisioner: Provisioner) => Promise<unknown>)[] = [
      (provisioner) => provisioner.scan(),
      (provisioner) => provisioner.setWifi(network),
      (provisioner) => provisioner.reprovision(),
      async (provisioner) => {
        for await (const _step of provisioner.provision(network));
      },
    ];
    for (const task of tasks) {
      await using provisioner = await clock.run(Provisioner.connect(powered.connect, { ...secrets, clock }));
      expect(await codeOf(clock.run(task(provisioner)))).toBe('device/session-only');
    }
    expect(powered.events.at(-1)).toBe('provisioning-ended');
  });

  test('boots into its session when it is provisioned, says so, and joins its network beside it', async () => {
    const { boot, clock } = await provisioned(reach);
    await using powered = await boot();
    expect(powered.events).toEqual(['already-provisioned', 'session-started']);
    const line = 'session_only_prov: Already provisioned \u2014 starting BLE for local control only';
    expect(powered.serial.some((each) => each.endsWith(line))).toBe(true);
    const transport = await powered.connect();
    expect((await versionOf(clock, transport)).reply?.text).toBe(
      '{"prov":{"ver":"netprov-v1.2","sec_ver":2,"sec_patch_ver":1,"cap":[]}}',
    );
    expect([...(transport.endpoints ?? [])]).toEqual(['prov-session', 'proto-ver', 'custom-data']);
    await using session = await clock.run(DeviceSession.connect(transport, { ...secrets, clock }));
    await clock.advance(10_000);
    expect(powered.events.at(-1)).toBe('connected');
    expect(powered.serial.some((each) => each.endsWith('session_only_prov: Connected to Wi-Fi'))).toBe(true);
    await clock.advance(3_600_000);
    expect(toHex(await clock.run(session.request('custom-data', utf8('on'))))).toBe(toHex(utf8('SUCCESS\0')));
  });

  test('offers provisioning again at the press of its button, and takes another network', async () => {
    const { boot, clock } = await provisioned(reach);
    await using powered = await boot();
    await clock.run(powered.device.offerProvisioning());
    expect(powered.events.slice(-1)).toEqual(['provisioning-started']);
    const provisioner = await provision(clock, powered, 'HomeNet', 'correct horse');
    await provisioner[Symbol.asyncDispose]();
    await clock.advance(2000);
    expect(powered.events.at(-1)).toBe('provisioning-ended');
    await powered.device[Symbol.asyncDispose]();
    await using next = await boot();
    expect(next.events).toEqual(['already-provisioned', 'session-started']);
  });
});

test('a scheme that the release has not built in is named at the boot into a session too', async () => {
  const { flash, clock } = await provisioned(overMemory);
  const serial: string[] = [];
  await using device = new VirtualEsp32({
    transport: memoryLink().device,
    flash,
    clock,
    profile: netprov14,
    secret: { securityVersion: 1 },
    serial: (line) => serial.push(line),
    sessionOnly: {},
  });
  await clock.run(device.boot());
  expect(serial.filter((line) => line.includes('security 1 is off by default in this release'))).toHaveLength(1);
});

describe('the end of provisioning', () => {
  test('leaves proto-ver as it was at the start, as the firmware freezes it', async () => {
    const { boot, clock } = lifeOf(overMemory);
    await using powered = await boot();
    await provision(clock, powered);
    await clock.advance(2000);
    expect((await versionOf(clock, await powered.connect())).capabilities).toEqual(['wifi_prov', 'wifi_scan']);
  });

  test('takes the capabilities out of proto-ver where that is set', async () => {
    const { boot, clock } = lifeOf(overMemory, { renewsVersion: true });
    await using powered = await boot();
    await provision(clock, powered);
    await clock.advance(2000);
    expect((await versionOf(clock, await powered.connect())).capabilities).toEqual([]);
  });

  test('may come before a client has heard of the success', async () => {
    const { boot, clock } = lifeOf(overMemory, { endpointsGo: 'at-success' });
    await using powered = await boot();
    const provisioner = await clock.run(Provisioner.connect(await powered.connect(), { ...secrets, clock }));
    await clock.run(provisioner.setWifi({ ssid: 'myssid', passphrase: 'mypassword' }));
    await clock.run(provisioner.applyWifi());
    await clock.advance(20_000);
    expect(powered.events.slice(-3)).toEqual(['connected', 'provisioning-succeeded', 'provisioning-ended']);
    expect(await codeOf(clock.run(provisioner.wifiStatus()))).toBe('endpoint/not-found');
    // The device has not opened that request, so the keys of the two ends have parted.
    await clock.run(provisioner.reopen());
    expect(toHex(await clock.run(provisioner.send('custom-data', utf8('on'))))).toBe(toHex(utf8('SUCCESS\0')));
  });

  test('meets clients that never stop to ask: each answer is whole or a refusal, and the session goes on', async () => {
    const { boot, clock } = lifeOf(overMemory);
    await using powered = await boot();
    const provisioner = await provision(clock, powered);
    const outcomes = new Set<unknown>();
    for (let i = 0; i < 300; i++) {
      const code = await codeOf(clock.run(provisioner.wifiStatus()));
      outcomes.add(code);
      if (code !== undefined) await clock.run(provisioner.reopen());
      await clock.advance(10);
    }
    expect([...outcomes]).toEqual([undefined, 'endpoint/not-found']);
    expect(toHex(await clock.run(provisioner.send('custom-data', utf8('on'))))).toBe(toHex(utf8('SUCCESS\0')));
  });

  test('leaves nothing to what hostile clients send to endpoints that are gone', async () => {
    const { boot, clock, flash } = await provisioned(overMemory);
    await using powered = await boot();
    const before = toHex(flash.read(0x9000, 0x6000));
    const transport = await powered.connect();
    const requests = ['', '0804', '080262180a036f646412083132333435363738', '0801', '0803', 'ff'.repeat(2000)];
    const names = [
      ...provisioning,
      '',
      '__proto__',
      'constructor',
      'prov-config/',
      'PROV-CONFIG',
      '\0',
      'x'.repeat(4096),
    ];
    for (const name of names) {
      for (const request of requests) {
        expect(await codeOf(clock.run(transport.exchange(name, fromHex(request)))), name).toBe('endpoint/not-found');
      }
    }
    await using session = await clock.run(DeviceSession.connect(transport, { ...secrets, clock }));
    expect(toHex(await clock.run(session.request('custom-data', utf8('on'))))).toBe(toHex(utf8('SUCCESS\0')));
    expect(toHex(flash.read(0x9000, 0x6000))).toBe(before);
  });
});

describe('over HTTP a device in session-only mode', () => {
  test('answers 404 for what is gone, and keeps the session', async () => {
    const transport = new HttpDeviceTransport();
    await using device = new VirtualEsp32({ transport, profile: netprov14, sessionOnly: {}, fast: true });
    const ended = new Promise<void>((resolve) => {
      device.watch(({ kind }) => kind === 'provisioning-ended' && resolve());
    });
    await device.boot();
    await using provisioner = await Provisioner.connect(httpTransport(transport.address), secrets);
    for await (const _step of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' }));
    await ended;
    expect(toHex(await provisioner.send('custom-data', utf8('on')))).toBe(toHex(utf8('SUCCESS\0')));
    const answer = await fetch(`http://${transport.address}/prov-config`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(404);
    const other = fetchTransport(transport.address);
    expect(await codeOf(other.exchange('prov-scan', utf8('x')))).toBe('endpoint/not-found');
  });
});

test('a console prints nothing for what is gone', async () => {
  const clock = manualClock();
  const line = memoryConsole();
  let requests: Requests | undefined;
  const inner = new ConsoleDeviceTransport(line.device);
  const transport: VirtualEsp32Options['transport'] = {
    start: (service, given) => {
      requests = given;
      return inner.start(service, given);
    },
    change: (endpoints) => inner.change(endpoints),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  const life = await provisioned(overMemory);
  await using device = new VirtualEsp32({ transport, flash: life.flash, clock, profile: netprov14, sessionOnly: {} });
  await clock.run(device.boot());
  expect(requests).toBeDefined();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  await settled();
  const before = line.printed.length;
  await line.client.write('prov-config 0 5200\rproto-ver 0 2d\r');
  for (let i = 0; i < 20; i++) await settled();
  const printed = line.printed.slice(before);
  expect(printed.startsWith('prov-config 0 5200\r\n\n>> proto-ver 0 2d\r\n')).toBe(true);
  expect(printed).toContain(toHex(utf8('"cap":[]')));
});

describe('a session that is not advertised', () => {
  test('is not found by another client, goes on for the one that has it, and is found again', async () => {
    const clock = manualClock();
    const radio = memoryRadio({ clock });
    const transport = bleDeviceTransport(radio.peripheral, { ...bleOptions(netprov14), clock });
    const life = await provisioned(overMemory);
    await using device = new VirtualEsp32({ transport, flash: life.flash, clock, profile: netprov14, sessionOnly: {} });
    await clock.run(device.boot());
    const connect = () => clock.run(connectBle(radio.central, { name: 'PROV_261FCC', clock, timeoutMs: 5000 }));
    const link = await connect();
    const session = await clock.run(DeviceSession.connect(link, { ...secrets, clock }));
    await clock.run(device.advertise(false));
    expect(toHex(await clock.run(session.request('custom-data', utf8('on'))))).toBe(toHex(utf8('SUCCESS\0')));
    await link[Symbol.asyncDispose]();
    expect(await codeOf(connect())).toBe('bluetooth/not-found');
    await clock.run(device.advertise(true));
    await (await connect())[Symbol.asyncDispose]();
  });

  test('is a matter of devices that are in the mode, and on', async () => {
    const { device } = await powerOn(netprov14, 2);
    expect(await codeOf(device.advertise(false))).toBe('manager/invalid-state');
    expect(await codeOf(device.offerProvisioning())).toBe('manager/invalid-state');
    const life = lifeOf(overMemory);
    const off = await life.boot();
    await off[Symbol.asyncDispose]();
    expect(await codeOf(off.device.advertise(true))).toBe('manager/invalid-state');
  });
});

test('a release without the mode refuses it', () => {
  const { device: transport } = memoryLink();
  expect(() => new VirtualEsp32({ transport, profile: idf55, sessionOnly: {} })).toThrow(
    'idf-5.5 has no session-only mode',
  );
});

test('the profile stops its service as every other one outside of the mode', async () => {
  const { clock, events, open, provision: provisionBy } = await powerOn(netprov14, 2);
  await provisionBy(await open(), 'home', 'right password');
  await clock.advance(5000);
  expect(events.at(-1)).toEqual({ kind: 'service-ended' });
});

test.each([
  ['netprov-1.2', 'formatted, with the label twice'],
  ['netprov-1.4', 'compact, with the last one'],
])('%s lays out app info that was set twice %s', async (name) => {
  const profile = name === 'netprov-1.4' ? netprov14 : (await import('../src/profiles/netprov-1.2.ts')).netprov12;
  const applications = ['1', '2'].map((version) => ['app', { version, capabilities: ['x'] }] as const);
  const { clock, connect } = await powerOn(profile, 2, { applications });
  const { reply } = await versionOf(clock, connect());
  const prov = '"prov":{"ver":"netprov-v1.2","sec_ver":2,"sec_patch_ver":1,"cap":["wifi_prov","wifi_scan"]}';
  if (name === 'netprov-1.4') expect(reply?.text).toBe(`{"app":{"ver":"2","cap":["x"]},${prov}}`);
  else expect(reply?.text.match(/\t"app":\t\{\n\t\t"ver":\t"[12]",\n\t\t"cap":\t\["x"\]\n\t\},/g)).toHaveLength(2);
});
