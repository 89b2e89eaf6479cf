import { afterEach, describe, expect, test } from 'vitest';
import type { FlowState, Screen } from '../../src/flow/flow-state.ts';
import { ExchangeLog } from '../../src/log/exchange-log.ts';
import { FlowRunner } from '../../src/run/flow-runner.ts';
import { TabDevice } from '../../src/virtual/engine/tab-device.ts';
import type { TabSettings } from '../../src/virtual/engine/tab-settings.ts';
import { tabWorld } from '../../src/virtual/tab-world.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function demo(settings: Partial<TabSettings>) {
  const device = new TabDevice({ settings: { fast: true, ...settings } });
  const log = new ExchangeLog();
  const runner = new FlowRunner(tabWorld(device, log));
  open.push(device, runner);
  await device.boot();
  const shows = async <Name extends Screen['name']>(name: Name) => {
    await expect.poll(() => runner.state.screen.name).toBe(name);
    return runner.state as FlowState & { readonly screen: Extract<Screen, { name: Name }> };
  };
  return { device, log, runner, shows };
}

/** Goes the way of a person from the start screen to the end. */
async function walk({ runner, shows }: Awaited<ReturnType<typeof demo>>): Promise<void> {
  await expect.poll(() => runner.state.ways).toHaveLength(1);
  const [{ way = 'virtual' } = {}] = runner.state.ways;
  runner.dispatch({ kind: 'take-way', way });
  if (way === 'softap') {
    await shows('softap');
    runner.dispatch({ kind: 'check-softap' });
  }
  if (way === 'usb') {
    await shows('proof');
    runner.dispatch({ kind: 'submit-proof', pop: 'abcd1234' });
  } else {
    await shows('account');
    runner.dispatch({ kind: 'submit-account', username: 'wifiprov', password: 'abcd1234' });
  }
  const { screen } = await shows('networks');
  await expect.poll(() => (runner.state.screen.name === 'networks' ? runner.state.screen.heard : [])).not.toEqual([]);
  expect(screen.name).toBe('networks');
  const home = runner.state.screen.name === 'networks' ? runner.state.screen.heard[0] : undefined;
  expect(home).toMatchObject({ ssid: 'Birch House', bars: 4 });
  runner.dispatch({ kind: 'pick-network', key: `${home?.ssidHex}:${home?.authMode}` });
  runner.dispatch({ kind: 'continue-network' });
  await shows('password');
  runner.dispatch({ kind: 'submit-password', passphrase: 'correct horse' });
}

describe('the flow with the device in the page', () => {
  test.each([
    ['ble', 2],
    ['softap', 2],
    ['console', 1],
  ] as const)('over %s goes the way that it goes with a real device', async (transport, securityVersion) => {
    const page = await demo({ transport, securityVersion });
    await walk(page);
    const { screen } = await page.shows('done');
    expect(screen.ip4).toBe('192.168.1.42');
    expect(page.log.entries.map(({ message }) => message.name)).toContain('CmdSetWifiConfig');
    expect(page.log.entries.filter(({ failure }) => failure !== undefined)).toEqual([]);
  });

  test('finds nothing while the device is off', async () => {
    const { device, runner, shows } = await demo({});
    await device.powerOff();
    runner.dispatch({ kind: 'take-way', way: 'bluetooth' });
    await shows('nothing');
  });

  test('reads the label', async () => {
    const { device, runner, shows } = await demo({});
    runner.dispatch({ kind: 'open-qr' });
    runner.dispatch({ kind: 'qr-text', text: device.label.qrText ?? '' });
    // The list of a real browser wants a press of its own.
    await shows('choose');
    runner.dispatch({ kind: 'show-chooser' });
    await shows('networks');
    expect(runner.state.device).toMatchObject({ name: 'PROV_261FCC', securityVersion: 2 });
  });
});
