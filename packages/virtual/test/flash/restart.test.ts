import { MemoryFlash } from '@esp-prov/nvs';
import { describe, expect, test } from 'vitest';
import { factoryImage, type VirtualEsp32Options } from '../../src/index.ts';
import { idf55 } from '../../src/profiles/idf-5.5.ts';
import { readme } from '../../src/profiles/readme.ts';
import type { ReleaseProfile } from '../../src/profiles/release-profile.ts';
import { powerOn } from '../support/powered-device.ts';

const newFlash = () => new MemoryFlash(factoryImage({ size: 0x10000 }));

/** Provisions a device with a network, waits until it has judged it, and switches the device off. */
async function provisionOnce(
  profile: ReleaseProfile,
  flash: MemoryFlash,
  [ssid, password]: readonly [string, string],
  options: Partial<Omit<VirtualEsp32Options, 'clock'>> = {},
) {
  const device = await powerOn(profile, 0, { flash, ...options });
  const outcome = await device.provision(await device.open(), ssid, password).catch((error: unknown) => error);
  await device.device[Symbol.asyncDispose]();
  return { outcome, serial: device.serial };
}

async function restart(profile: ReleaseProfile, flash: MemoryFlash) {
  const { events, serial, device } = await powerOn(profile, 0, { flash });
  await device[Symbol.asyncDispose]();
  return { first: events[0]?.kind, log: serial.join('\n') };
}

describe('a device that is started again from its flash', () => {
  test('after success joins its network', async () => {
    const flash = newFlash();
    await provisionOnce(readme, flash, ['home', 'right password']);
    const { first, log } = await restart(readme, flash);
    expect(first).toBe('already-provisioned');
    expect(log).toContain('Found Wi-Fi SSID     : home');
  });

  test('after a wrong password still counts as provisioned, where it keeps it', async () => {
    const flash = newFlash();
    const { outcome } = await provisionOnce(readme, flash, ['home', 'wrong'], { resetOnFailure: false });
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect((await restart(readme, flash)).first).toBe('already-provisioned');
  });

  test.each([
    ['told so', readme, { resetOnFailure: true }],
    ['its release does so', idf55, {}],
  ] as const)('after a wrong password offers provisioning, where it resets because %s', async (_, profile, options) => {
    const flash = newFlash();
    const { outcome } = await provisionOnce(profile, flash, ['home', 'wrong'], options);
    expect(outcome).toMatchObject({ kind: 'failed' });
    const { first, log } = await restart(profile, flash);
    expect(first).toBe('provisioning-started');
    expect(log).not.toContain('Found Wi-Fi SSID');
  });

  test('after that takes the right password, and keeps it', async () => {
    const flash = newFlash();
    await provisionOnce(readme, flash, ['home', 'wrong'], { resetOnFailure: true });
    await provisionOnce(readme, flash, ['home', 'right password']);
    expect((await restart(readme, flash)).first).toBe('already-provisioned');
  });

  test('keeps nothing of a network that was never applied', async () => {
    const flash = newFlash();
    const { device } = await powerOn(readme, 0, { flash });
    await device[Symbol.asyncDispose]();
    expect((await restart(readme, flash)).first).toBe('provisioning-started');
  });
});
