import { MemoryFlash, NvsStore, readNvs } from '@esp-prov/nvs';
import { isProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { factoryImage } from '../../src/index.ts';
import { readme } from '../../src/profiles/readme.ts';
import { nvsOf } from '../support/flash-parts.ts';
import { powerOn } from '../support/powered-device.ts';

/** Returns the beginning of a flash, as far as these tests go; copies of it are quick. */
const newFlash = () => new MemoryFlash(factoryImage({ size: 0x10000 }));

/** Returns SSID and password as they are in the flash; undefined where there is none. */
function stored(flash: MemoryFlash): readonly (string | undefined)[] {
  const view = nvsOf(flash);
  const nvs = readNvs(view.read(0, view.size));
  return ['sta.ssid', 'sta.pswd'].map((key) => {
    const value = nvs.get('nvs.net80211', key);
    return value?.type === 'blob'
      ? Buffer.from(value.value)
          .toString('latin1')
          .replaceAll(/[^ -~]/g, '')
      : undefined;
  });
}

async function provision(
  flash: MemoryFlash,
  operations: number | undefined,
  [ssid, password]: readonly [string, string],
) {
  const powerCut = operations === undefined ? undefined : ({ from: 'apply', operations } as const);
  const device = await powerOn(readme, 0, { flash, powerCut, fast: true });
  const provisioner = await device.open();
  const outcome = await device.provision(provisioner, ssid, password).catch((error: unknown) => error);
  await device.device[Symbol.asyncDispose]();
  return { ...device, outcome };
}

/** Returns a flash that holds a network, which counts as none once its SSID is blanked. */
async function provisionedFlash(): Promise<MemoryFlash> {
  const flash = newFlash();
  await provision(flash, undefined, ['home', 'right password']);
  NvsStore.open(nvsOf(flash)).set('nvs.net80211', 'sta.ssid', {
    type: 'blob',
    value: new Uint8Array(36),
  });
  return flash;
}

describe('power that is cut while credentials are stored', () => {
  test('leaves every key old or new, the name never older than the password, at whatever moment', async () => {
    const before = await provisionedFlash();
    const seen = new Set<string>();
    let operations = 0;
    for (let isCut = true; isCut; operations++) {
      const flash = new MemoryFlash(before.image());
      const { events } = await provision(flash, operations, ['full', 'x']);
      isCut = events.some(({ kind }) => kind === 'power-cut');
      seen.add(stored(flash).join(' / '));
    }
    // Both old, the name new, both new: in this order and nothing else.
    expect([...seen]).toEqual([' / right password', 'full / right password', 'full / x']);
    expect(operations).toBeGreaterThan(60);
  });

  test('ends the device at once: no line, no answer, no event after it', async () => {
    const { outcome, serial, events } = await provision(newFlash(), 5, ['home', 'right password']);
    expect(isProvisioningError(outcome)).toBe(true);
    expect(outcome).not.toMatchObject({ code: 'device/apply-refused' });
    expect(events.at(-1)).toEqual({ kind: 'power-cut' });
    expect(serial.at(-1)).toContain('wifi_prov_mgr: Received Wi-Fi Password');
  });

  test('lets the device start again from what it left, and be provisioned', async () => {
    const flash = newFlash();
    await provision(flash, 20, ['home', 'right password']);
    expect(stored(flash)).toEqual([undefined, undefined]);
    const again = await provision(flash, undefined, ['home', 'right password']);
    expect(again.outcome).toMatchObject({ kind: 'connected' });
    expect(stored(flash)).toEqual(['home', 'right password']);
    const restarted = await powerOn(readme, 1, { flash });
    expect(restarted.events[0]).toEqual({ kind: 'already-provisioned' });
  });
});

describe('power that is cut while the device starts', () => {
  test('ends the start without an error', async () => {
    const flash = newFlash();
    // An entry that was begun and never marked, which a start marks as erased.
    const nvs = nvsOf(flash);
    NvsStore.open(nvs).set('app', 'key', { type: 'u8', value: 1 });
    nvs.program(64 + 2 * 32, Uint8Array.of(1, 1, 1, 0xff));
    const { events, serial } = await powerOn(readme, 1, { flash, powerCut: { from: 'start', operations: 0 } });
    expect(events).toEqual([{ kind: 'power-cut' }]);
    expect(serial.at(-1)).toContain('End of partition table');
    const next = await powerOn(readme, 1, { flash });
    expect(next.events[0]).toMatchObject({ kind: 'provisioning-started' });
  });
});
