import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { beBoard } from '../../../../src/commands/device/linux/be-board.ts';
import type { BoardOptions } from '../../../../src/commands/device/linux/board-options.ts';
import { FakeSignals, FakeWorld, keptOutput } from './fake-world.ts';

/** Starts a board; `end` sends the signal and waits for its end. */
function start(options: Partial<BoardOptions> = {}, world = new FakeWorld()) {
  const output = keptOutput();
  const signals = new FakeSignals();
  const clock = manualClock();
  const done = beBoard({ logLevel: 'info', qr: false, ...options }, { output, signals, world, clock });
  const end = async () => {
    signals.terminate();
    await done;
    return output.events.at(-1);
  };
  return { output, signals, world, clock, done, end };
}

/** Lets everything happen that waits for nothing else. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a board', () => {
  test('says what happens, in words and as events', async () => {
    const board = start();
    await board.world.created;
    const { world, output } = board;
    world.tell({ kind: 'waiting', what: 'NetworkManager' });
    world.tell({ kind: 'offering', reason: 'unprovisioned', transport: 'ble' });
    const credentials = { ssid: utf8('home'), passphrase: utf8('mypassword') };
    world.tell({ kind: 'manager', event: { kind: 'credentials-received', credentials } });
    world.tell({ kind: 'manager', event: { kind: 'credentials-failed', reason: 'auth-error' } });
    world.tell({ kind: 'idle', why: 'succeeded' });
    world.tell({ kind: 'online' });
    expect(await board.end()).toEqual({ event: 'result', result: 'switched-off' });
    expect(output.events.slice(0, -1)).toEqual([
      { event: 'ready', name: 'PROV_261FCC', provisioned: false },
      { event: 'waiting', what: 'NetworkManager' },
      {
        event: 'offering',
        name: 'PROV_261FCC',
        reason: 'unprovisioned',
        transport: 'ble',
        provision: 'esp-prov --transport ble --service-name PROV_261FCC',
      },
      { event: 'credentials-received', ssid: 'home' },
      { event: 'provisioning-failed', reason: 'auth-error' },
      { event: 'idle', why: 'succeeded' },
      { event: 'online' },
    ]);
    expect(output.lines).toEqual(
      expect.arrayContaining([
        'This board is the device PROV_261FCC; it has no network yet.',
        'Waiting for NetworkManager ...',
        'Provisioning is offered over Bluetooth: it has no network yet.',
        'A client handed over the network home; the board joins it ...',
        'The board could not join: the password is wrong.',
      ]),
    );
    expect(JSON.stringify([output.events, output.lines])).not.toMatch(/mypassword|label-on-the-box/);
  });

  test.each([{}, { exitWhenProvisioned: true }])('ends with an error when its bus has ended', async (options) => {
    const board = start(options);
    await board.world.created;
    const gone = new ProvisioningError('board/no-service', 'the bus has ended');
    board.world.lost.abort(gone);
    await expect(board.done).rejects.toBe(gone);
    expect(board.world.done).toContain('device ended');
  });

  test('prints no control characters of a network', async () => {
    const board = start();
    await board.world.created;
    const credentials = { ssid: Uint8Array.of(0x1b, 0x5b, 0x32, 0x4a), passphrase: utf8('') };
    board.world.tell({ kind: 'manager', event: { kind: 'credentials-received', credentials } });
    await board.end();
    expect(board.output.lines.join('')).not.toContain('\u001b');
  });

  test('hands its options to the library', async () => {
    const board = start({
      transport: 'softap',
      state: '/var/lib/lamp',
      name: 'LAMP_1',
      security: 1,
      pop: false,
      wifi: 'wpa-supplicant',
      wifiInterface: 'wlan1',
      bleAdapter: 'hci1',
      hotspot: 'open',
      port: 8080,
      start: 'offline',
      offlineAfter: 30,
      failedBoots: 3,
      window: 600,
      sessionOnly: true,
      appInfo: [['lamp', { version: '1.0', capabilities: ['dim'] }]],
      endpoint: [{ name: 'static-ip', program: 'set-ip --now' }],
      endpoints: '/srv/lamp.mjs',
    });
    await board.world.created;
    await board.end();
    expect(board.world.options).toMatchObject({
      transport: 'softap',
      stateFolder: '/var/lib/lamp',
      name: 'LAMP_1',
      securityVersion: 1,
      secret: { pop: null },
      wifi: { service: 'wpa-supplicant', interfaceName: 'wlan1' },
      bluetooth: { adapter: 'hci1' },
      hotspot: { open: true },
      port: 8080,
      start: { on: 'offline', offlineMs: 30_000, failedBoots: 3, windowMs: 600_000 },
      sessionOnly: true,
      appInfo: { lamp: { ver: '1.0', cap: ['dim'] } },
    });
    const { endpoints = {} } = board.world.options ?? {};
    expect(Object.keys(endpoints).sort()).toEqual(['hello', 'static-ip']);
  });

  test('leaves to the library what was not given', async () => {
    const board = start();
    await board.world.created;
    await board.end();
    const { secret, hotspot, name, securityVersion, port, page } = board.world.options ?? {};
    expect({ secret, hotspot, name, securityVersion, port, page }).toEqual({});
    expect(board.world.options?.start).toEqual({});
  });

  test('refuses an endpoint that a module has too', async () => {
    const board = start({ endpoint: [{ name: 'hello', program: 'true' }], endpoints: '/srv/lamp.mjs' });
    await expect(board.done).rejects.toMatchObject({ code: 'usage/invalid-option' });
  });

  test('hands every event to its hooks, and ends them last', async () => {
    const board = start({ hook: ['one', 'two'] });
    await board.world.created;
    board.world.tell({ kind: 'offline' });
    await board.end();
    expect(board.world.done).toEqual([
      'one: ready',
      'two: ready',
      'one: offline',
      'two: offline',
      'device ended',
      'one: ended',
      'two: ended',
    ]);
  });

  test('offers provisioning at a signal and at a button', async () => {
    const board = start({ button: 'gpiomon' });
    await board.world.created;
    await settled();
    board.signals.offer();
    board.world.press();
    await settled();
    await board.end();
    expect(board.world.done).toEqual(['offer', 'offer', 'gpiomon: ended', 'device ended']);
  });

  test('ends in order while it waits for what is missing', async () => {
    const world = new FakeWorld();
    world.waits = new Promise(() => undefined);
    const board = start({ hook: ['one'] }, world);
    await settled();
    world.tell({ kind: 'waiting', what: 'the interface wlan0' });
    expect(await board.end()).toEqual({ event: 'result', result: 'switched-off' });
    expect(world.done).toEqual(['one: waiting', 'one: ended']);
  });

  test('says what it waits for when the library is silent for a second', async () => {
    const world = new FakeWorld();
    world.waits = new Promise(() => undefined);
    const board = start({}, world);
    await settled();
    await board.clock.advance(999);
    expect(board.output.events).toEqual([]);
    await board.clock.advance(1);
    expect(board.output.events).toEqual([{ event: 'waiting', what: 'the Wi-Fi service and the radio' }]);
    await board.end();
  });

  test('fails with the reason of the library, and ends its hooks', async () => {
    const world = new FakeWorld();
    world.waits = Promise.reject(new ProvisioningError('board/not-permitted', 'no'));
    const board = start({ hook: ['one'] }, world);
    await expect(board.done).rejects.toMatchObject({ code: 'board/not-permitted' });
    expect(world.done).toEqual(['one: ended']);
  });
});

describe('the label', () => {
  test('is shown at the first run, and noted when the board has ended', async () => {
    const board = start({ qr: true });
    await board.world.created;
    await settled();
    const told = board.output.events.find(({ event }) => event === 'qr-code');
    expect(JSON.parse(String(told?.['payload']))).toMatchObject({ name: 'PROV_261FCC', pop: 'label-on-the-box' });
    expect(board.world.done).toEqual([]);
    await board.end();
    expect(board.world.done).toEqual(['device ended', 'label noted']);
  });

  test('is not noted where the board never came so far', async () => {
    const world = new FakeWorld();
    world.waits = new Promise(() => undefined);
    const board = start({ qr: true }, world);
    await settled();
    await board.end();
    expect(world.done).toEqual([]);
  });

  test.each([
    ['it was shown before', { qr: true }, true],
    ['it is not wanted', { qr: false }, false],
  ])('is not shown where %s', async (_, options, isShown) => {
    const world = new FakeWorld();
    world.isLabelShown = isShown;
    const board = start(options, world);
    await world.created;
    await board.end();
    expect(board.output.events.some(({ event }) => event === 'qr-code')).toBe(false);
    expect(world.done).toEqual(['device ended']);
  });
});

describe('--exit-when-provisioned ends a board', () => {
  test('that is in its network already', async () => {
    const board = start({ exitWhenProvisioned: true });
    await board.world.created;
    board.world.goOnline();
    await board.done;
    expect(board.output.events.at(-1)).toEqual({ event: 'result', result: 'provisioned' });
  });

  test('only when its client has heard the outcome', async () => {
    const board = start({ exitWhenProvisioned: true });
    await board.world.created;
    board.world.tell({ kind: 'offering', reason: 'unprovisioned', transport: 'ble' });
    board.world.goOnline();
    await settled();
    expect(board.world.done).toEqual([]);
    board.world.tell({ kind: 'idle', why: 'succeeded' });
    await board.done;
    expect(board.output.events.at(-1)).toEqual({ event: 'result', result: 'provisioned' });
  });

  test('not when provisioning has ended without success', async () => {
    const board = start({ exitWhenProvisioned: true });
    await board.world.created;
    board.world.tell({ kind: 'offering', reason: 'unprovisioned', transport: 'ble' });
    board.world.tell({ kind: 'idle', why: 'window-over' });
    await settled();
    expect(await board.end()).toEqual({ event: 'result', result: 'switched-off' });
  });
});
