import { disconnectReasons, type HeardNetwork, type WifiEvent } from '@esp-prov/device';
import { decodeUtf8, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, type ManualClock, manualClock, wifiDriverConformance } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { AccessPoint } from '../../src/softap/access-point.ts';
import { SharedRadio } from '../../src/softap/shared-radio.ts';
import type { SoftApEvent } from '../../src/softap/soft-ap-options.ts';
import { FakeBoardWifi, heardNetwork, joinsWith } from '../support/fake-board-wifi.ts';
import { FakePrograms } from '../support/fake-programs.ts';

const networks = [heardNetwork('Lab', { channel: 6 }), heardNetwork('Upstairs', { channel: 11, rssi: -70 })];
const lab = { ssid: utf8('Lab'), passphrase: utf8('right passphrase') };
const mistyped = { ...lab, passphrase: utf8('wrong passphrase') };
const absent = { ...lab, ssid: utf8('Nowhere') };
const whole = { passive: false, dwellMs: 0 };
const names = (heard: readonly HeardNetwork[]) => heard.map(({ ssid }) => decodeUtf8(ssid));

async function bench({
  open = true,
  interfaceName,
  clock = manualClock(),
}: {
  open?: boolean;
  interfaceName?: string;
  clock?: ManualClock;
} = {}) {
  const wifi = new FakeBoardWifi({ networks, outcome: joinsWith('right passphrase', networks) });
  const lines: string[] = [];
  const log = (_level: string, _tag: string, text: string) => void lines.push(text);
  const happened: string[] = [];
  const onEvent = ({ kind }: SoftApEvent) => void happened.push(kind);
  const options = { wifi, programs: new FakePrograms(), clock, log, onEvent };
  const accessPoint = new AccessPoint(options);
  const radio = new SharedRadio(options, accessPoint);
  const events: WifiEvent[] = [];
  radio.watch((event) => {
    events.push(event);
    happened.push(wifi.hotspot ? `${event.kind} while open` : event.kind);
  });
  radio.start();
  if (open) {
    await radio.listen();
    await accessPoint.open({ ssid: utf8('PROV_1'), channel: 6, interfaceName });
  }
  happened.length = 0;
  wifi.calls.length = 0;
  return { wifi, clock, lines, happened, accessPoint, radio, events };
}

describe.each([false, true])('the radio with its access point open: %s', (open) => {
  const clock = manualClock();
  const cases = wifiDriverConformance(async () => {
    const { radio } = await bench({ open, clock });
    return {
      driver: radio,
      known: lab,
      wrongPassphrase: mistyped,
      absent,
      channel: 6,
      otherChannel: 11,
      clock,
      close: async () => undefined,
    };
  });
  it.each(cases)('$name', ({ run }) => clock.run(run()));
});

describe('a radio that is a station or an access point', () => {
  it('hands out what it heard before, with its age, and does not touch the radio', async () => {
    const { wifi, clock, radio, lines } = await bench();
    await clock.advance(90_000);
    expect(names(await radio.scan(whole))).toEqual(['Lab', 'Upstairs']);
    expect(names(await radio.scan({ ...whole, channel: 11 }))).toEqual(['Upstairs']);
    expect(wifi.calls).toEqual([]);
    expect(lines.at(-1)).toContain('heard 90 s ago');
  });

  it('refuses a scan where nothing was heard before', async () => {
    const { accessPoint, radio } = await bench({ open: false });
    await accessPoint.open({ ssid: utf8('PROV_1'), channel: 6, interfaceName: undefined });
    expect((await failureOf(radio.scan(whole))).code).toBe('board/refused');
  });

  it('opens its access point although no scan is possible before', async () => {
    const { wifi, clock, radio, lines } = await bench({ open: false });
    wifi.driver.scan = () => new Promise(() => undefined);
    const listening = radio.listen();
    await clock.advance(15_000);
    await listening;
    expect(lines.at(-1)).toContain('did not end a scan within 15000 ms');
  });

  it('closes its access point for a join, and leaves it closed after success, which it says', async () => {
    const { wifi, clock, radio, happened } = await bench();
    radio.join(lab);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['close PROV_1', 'join Lab']);
    expect(happened).toEqual(['closed-for-join', 'got-ip', 'unreachable']);
    expect(wifi.hotspot).toBeUndefined();
  });

  it('has its access point open again before it reports a wrong passphrase, without another scan', async () => {
    const { wifi, clock, radio, happened } = await bench();
    radio.join(mistyped);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['close PROV_1', 'join Lab', 'open PROV_1']);
    expect(happened).toEqual(['closed-for-join', 'disconnected while open']);
  });

  it('listens again between a network that was not found and its access point', async () => {
    const { wifi, clock, radio } = await bench();
    wifi.driver.networks = [heardNetwork('Cellar')];
    radio.join(absent);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['close PROV_1', 'join Nowhere', 'scan', 'open PROV_1']);
    expect(names(await radio.scan(whole))).toEqual(['Cellar']);
  });

  it('does not keep a client waiting for a scan that does not end', async () => {
    const { wifi, clock, radio, happened } = await bench();
    wifi.driver.scan = () => new Promise(() => undefined);
    radio.join(absent);
    await clock.advance(5000);
    expect(happened.at(-1)).toBe('disconnected while open');
    expect(names(await radio.scan(whole))).toEqual(['Lab', 'Upstairs']);
  });

  it('reports a failure also where its access point cannot be opened again', async () => {
    const { wifi, clock, radio, happened } = await bench();
    wifi.refusesHotspot = () => new ProvisioningError('board/hotspot-failed');
    radio.join(mistyped);
    await clock.advance(40_000);
    expect(happened).toEqual(['closed-for-join', 'failed', 'disconnected']);
  });

  it('reports as a failed connection that the station cannot join at all', async () => {
    const { wifi, clock, radio, events } = await bench();
    wifi.driver.join = () => {
      throw new Error('the bus is gone');
    };
    radio.join(lab);
    await clock.advance(0);
    expect(events.at(-1)).toEqual({ kind: 'disconnected', reason: disconnectReasons.connectionFail });
    expect(wifi.hotspot).toBeDefined();
  });

  it('keeps its access point open for a client that asks, before it tries again', async () => {
    const { wifi, clock, radio } = await bench();
    radio.join(mistyped);
    await clock.advance(0);
    radio.join(lab);
    await clock.advance(30_000);
    expect(wifi.hotspot).toBeDefined();
    radio.answered();
    await clock.advance(900);
    expect(wifi.hotspot).toBeDefined();
    await clock.advance(100);
    expect(wifi.calls.slice(-2)).toEqual(['close PROV_1', 'join Lab']);
  });

  it('tries again after a while in which no client came back', async () => {
    const { wifi, clock, radio } = await bench();
    radio.join(mistyped);
    await clock.advance(0);
    radio.join(lab);
    await clock.advance(44_000);
    expect(wifi.hotspot).toBeDefined();
    await clock.advance(1000);
    expect(wifi.calls.at(-1)).toBe('join Lab');
  });

  it('opens its access point again when a join is given up', async () => {
    const { wifi, clock, radio, events } = await bench();
    wifi.driver.outcome = () => undefined;
    radio.join(lab);
    await clock.advance(1000);
    expect(wifi.hotspot).toBeUndefined();
    radio.leave();
    await clock.advance(0);
    expect(wifi.hotspot).toBeDefined();
    expect(events.map(({ kind }) => kind)).toEqual(['station-started']);
  });

  it('joins only the last of several networks that it is told to join at once', async () => {
    const { wifi, clock, radio, events } = await bench();
    radio.join(absent);
    radio.join(lab);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['close PROV_1', 'join Lab']);
    expect(events.map(({ kind }) => kind)).toEqual(['station-started', 'got-ip']);
  });

  it('opens its access point again when the connection is lost, unless its service has ended', async () => {
    const { wifi, clock, radio, happened } = await bench();
    radio.join(lab);
    await clock.advance(0);
    wifi.driver.report({ kind: 'disconnected', reason: disconnectReasons.beaconTimeout });
    await clock.advance(0);
    expect(happened.at(-1)).toBe('disconnected while open');
    radio.join(lab);
    await clock.advance(60_000);
    radio.release();
    wifi.driver.report({ kind: 'disconnected', reason: disconnectReasons.beaconTimeout });
    await clock.advance(0);
    expect(happened.at(-1)).toBe('disconnected');
  });

  it('stops listening to the station with its last listener', async () => {
    const { wifi, radio, events } = await bench();
    const heard: WifiEvent[] = [];
    const stop = radio.watch((event) => void heard.push(event));
    stop();
    wifi.driver.report({ kind: 'station-started' });
    expect([heard.length, events.length]).toEqual([0, 2]);
  });
});

describe('a radio that is both at once', () => {
  const both = async (channels: number) => {
    const parts = await bench({ interfaceName: 'espprov0' });
    parts.radio.setAtOnce({ channels });
    return parts;
  };

  it('scans and joins on the channel of its access point, which stays open', async () => {
    const { wifi, clock, radio, happened } = await both(1);
    await radio.scan(whole);
    radio.join(lab);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['scan', 'join Lab']);
    expect(happened).toEqual(['got-ip while open']);
  });

  it('reports a wrong passphrase at once', async () => {
    const { wifi, clock, radio, happened } = await both(1);
    radio.join(mistyped);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['join Lab']);
    expect(happened).toEqual(['disconnected while open']);
  });

  it.each([
    ['on another channel', { ...lab, ssid: utf8('Upstairs') }],
    ['that was not heard', absent],
    ['with an address that was not heard', { ...lab, bssid: Uint8Array.of(2, 9, 9, 9, 9, 9) }],
  ])('closes its access point for a network %s', async (_, network) => {
    const { wifi, clock, radio } = await both(1);
    radio.join(network);
    await clock.advance(0);
    expect(wifi.calls[0]).toBe('close PROV_1');
  });

  it('closes its access point where the network has access points on several channels', async () => {
    const { wifi, clock, radio } = await both(1);
    wifi.driver.networks = [...networks, heardNetwork('Lab', { channel: 1, bssid: Uint8Array.of(2, 0, 0, 0, 0, 1) })];
    await radio.scan(whole);
    radio.join(lab);
    await clock.advance(0);
    expect(wifi.calls).toEqual(['scan', 'close PROV_1', 'join Lab']);
  });

  it('joins on any channel where it has two', async () => {
    const { wifi, clock, radio } = await both(2);
    radio.join({ ...lab, ssid: utf8('Upstairs') });
    await clock.advance(0);
    expect(wifi.calls).toEqual(['join Upstairs']);
  });
});
