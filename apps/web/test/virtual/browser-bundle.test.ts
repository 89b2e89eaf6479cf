import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** Bundles code for a browser, of which the sources of all packages are part. */
async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('../../src/', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundled',
    conditions: ['@esp-prov/source'],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs a script with the globals that every browser has, and none of Node's. */
function runAsPage(code: string): unknown {
  const { AbortController, AbortSignal, TextDecoder, TextEncoder, URL, crypto, performance } = globalThis;
  const page = { AbortController, AbortSignal, TextDecoder, TextEncoder, URL, crypto, performance };
  return runInContext(code, createContext({ ...page, setTimeout, clearTimeout }));
}

const provisioning = `
  import { Provisioner } from '@esp-prov/client';
  import { TabDevice } from './virtual/engine/tab-device.ts';
  export const outcome = (async () => {
    const device = new TabDevice({ settings: { fast: true } });
    await device.boot();
    const { username, pop } = device.label;
    const provisioner = await Provisioner.connect(device.open, { username, password: pop });
    const steps = [];
    for await (const step of provisioner.provision({ ssid: 'Birch House', passphrase: 'correct horse' })) steps.push(step.kind);
    await device.powerOff();
    return steps.at(-1);
  })();
`;

describe('the device in the page', () => {
  test('is bundled for a browser and provisioned without anything of Node', async () => {
    expect(await runAsPage(`${await bundle(provisioning)};bundled.outcome`)).toBe('connected');
  });

  test('would not be bundled with a module of Node, nor run with a global of it', async () => {
    await expect(bundle("export { readFileSync } from 'node:fs';")).rejects.toThrow('node:fs');
    const code = await bundle('export const made = Buffer.from([1]);');
    expect(() => runAsPage(code)).toThrow('Buffer is not defined');
  });

  test('so is the whole package of the virtual ESP32', async () => {
    const names = runAsPage(`${await bundle("export * from '@esp-prov/virtual';")};Object.keys(bundled)`);
    expect(names).toContain('VirtualEsp32');
  });
});
