import { ProvisioningError, silentLog, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { AccessPoint } from '../../src/softap/access-point.ts';
import type { SoftApEvent, SoftApOptions } from '../../src/softap/soft-ap-options.ts';
import { FakeBoardWifi } from '../support/fake-board-wifi.ts';
import { FakePrograms } from '../support/fake-programs.ts';

const plan = { ssid: utf8('PROV_1'), channel: 6, interfaceName: undefined };

function bench(options: Partial<SoftApOptions> = {}) {
  const wifi = new FakeBoardWifi();
  const programs = new FakePrograms();
  const clock = manualClock();
  const events: SoftApEvent[] = [];
  const onEvent = (event: SoftApEvent) => void events.push(event);
  const parts = { wifi, programs, clock, log: silentLog, onEvent, passphrase: 'long enough', ...options };
  const accessPoint = new AccessPoint(parts);
  const nameServer = () => programs.guarded.find(({ running }) => running);
  return { wifi, programs, clock, events, accessPoint, nameServer, kinds: () => events.map(({ kind }) => kind) };
}

describe('an access point', () => {
  it('is open with its server of addresses, and closed with it', async () => {
    const { wifi, accessPoint, nameServer } = bench();
    await accessPoint.open(plan);
    expect(wifi.hotspot?.options).toMatchObject({ passphrase: 'long enough', address: '192.168.4.1/24', channel: 6 });
    expect(nameServer()?.guard.arguments).toContain('--interface=wlan0');
    expect(accessPoint.channel).toBe(6);
    await accessPoint.close();
    expect([wifi.hotspot, nameServer(), accessPoint.isWanted]).toEqual([undefined, undefined, false]);
    await accessPoint.open();
    expect(wifi.hotspot?.options.ssid).toEqual(plan.ssid);
  });

  it('is not left open without a server of addresses', async () => {
    const { wifi, programs, accessPoint } = bench();
    programs.guardable.clear();
    expect((await failureOf(accessPoint.open(plan))).code).toBe('board/program-missing');
    expect(wifi.calls).toEqual(['open PROV_1', 'close PROV_1']);
    expect(accessPoint.isWanted).toBe(false);
  });

  it('names the known faults of radios where a protected one is refused, and is not opened unprotected', async () => {
    const { wifi, accessPoint } = bench();
    wifi.refusesHotspot = () =>
      new ProvisioningError('board/hotspot-failed', 'set_key failed', { details: { reason: 4 } });
    const error = await failureOf(accessPoint.open(plan));
    expect(error.message).toContain('set_key failed');
    expect(error.message).toContain('7247');
    expect(error.details).toEqual({ reason: 4, protected: true });
    expect(wifi.calls).toEqual(['open PROV_1']);
  });

  it('says of an unprotected one what the service says', async () => {
    const { wifi, accessPoint } = bench({ passphrase: undefined });
    const refusal = new ProvisioningError('board/hotspot-failed', 'no such thing');
    wifi.refusesHotspot = () => refusal;
    expect(await failureOf(accessPoint.open(plan))).toBe(refusal);
  });

  it('is opened again when the radio was taken', async () => {
    const { wifi, clock, accessPoint, kinds, programs } = bench();
    await accessPoint.open(plan);
    wifi.hotspot?.end();
    await clock.advance(0);
    expect(wifi.hotspot).toBeDefined();
    expect(programs.guarded.map(({ running }) => running)).toEqual([false, true]);
    expect(kinds()).toEqual(['lost']);
  });

  it('gets another server of addresses when that dies, without a loss for its clients', async () => {
    const { wifi, clock, accessPoint, events, programs } = bench();
    await accessPoint.open(plan);
    programs.guarded[0]?.end();
    await clock.advance(0);
    expect(wifi.calls).toEqual(['open PROV_1']);
    expect(programs.guarded.map(({ running }) => running)).toEqual([false, true]);
    expect(events).toMatchObject([{ kind: 'lost', error: { code: 'board/program-failed' } }]);
  });

  it('is tried again after pauses, and given up after the last', async () => {
    const { wifi, clock, accessPoint, kinds } = bench();
    await accessPoint.open(plan);
    wifi.refusesHotspot = () => new ProvisioningError('board/hotspot-failed');
    wifi.hotspot?.end();
    await clock.advance(39_000);
    expect(kinds()).toEqual(['lost']);
    await clock.advance(1000);
    expect(kinds()).toEqual(['lost', 'failed']);
    expect(wifi.calls).toHaveLength(6);
    expect(accessPoint.isWanted).toBe(false);
    wifi.refusesHotspot = undefined;
    await accessPoint.open();
    expect(wifi.hotspot).toBeDefined();
  });

  it('is given up where it is lost again and again', async () => {
    const { wifi, clock, accessPoint, kinds } = bench();
    await accessPoint.open(plan);
    for (let i = 0; i < 6; i++) {
      wifi.hotspot?.end();
      await clock.advance(10);
    }
    expect(kinds()).toEqual(['lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'failed']);
    expect(wifi.hotspot).toBeUndefined();
  });

  it('is opened again as often as it takes, where the losses are far apart', async () => {
    const { wifi, clock, accessPoint } = bench();
    await accessPoint.open(plan);
    for (let i = 0; i < 20; i++) {
      wifi.hotspot?.end();
      await clock.advance(200_000);
    }
    expect(wifi.hotspot).toBeDefined();
  });

  it('is not opened again once it is closed', async () => {
    const { wifi, clock, accessPoint, kinds } = bench();
    await accessPoint.open(plan);
    wifi.refusesHotspot = () => new ProvisioningError('board/hotspot-failed');
    wifi.hotspot?.end();
    await clock.advance(500);
    await accessPoint.close();
    wifi.refusesHotspot = undefined;
    await clock.advance(60_000);
    expect(wifi.hotspot).toBeUndefined();
    expect(kinds()).toEqual(['lost']);
  });

  it('may be closed while it opens', async () => {
    const { wifi, accessPoint } = bench();
    const opening = accessPoint.open(plan);
    await accessPoint.close();
    await opening;
    expect(wifi.hotspot).toBeUndefined();
  });
});
