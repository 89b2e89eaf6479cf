import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from '../../support/ble-device.ts';
import { startDevice } from '../../support/device.ts';
import { expectFailure } from '../../support/expect-failure.ts';
import { Program, type ProgramOptions, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';

/** A folder with a page. */
function pageIn(scratch: Scratch): string {
  mkdirSync(scratch.path('site'));
  writeFileSync(scratch.path('site/index.html'), '<!doctype html><title>Device setup</title>');
  return scratch.path('site');
}

/** Starts the command on a page of its own. */
async function startWeb(scratch: Scratch, options: ProgramOptions = {}, ...args: string[]) {
  const command = ['web', '--no-open', '--app', pageIn(scratch), ...args];
  const program = new Program(command, { ...options, mayPrintSecrets: true });
  const [, base = '', token = ''] = await program.sees(/(http:\/\/localhost:\d+)\/#helper=([0-9a-f]{32})/);
  const headers = { 'X-Esp-Prov-Token': token };
  const post = async (path: string, body: string) => await fetch(`${base}${path}`, { method: 'POST', body, headers });
  return { program, base, token, headers, post, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

describe.concurrent('web', { timeout: testTimeoutMs }, () => {
  test('serves the page, says how to stop it, and ends in order', async () => {
    using scratch = new Scratch();
    await using web = await startWeb(scratch);
    const response = await fetch(`${web.base}/`);
    expect(await response.text()).toContain('Device setup');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe/);
    for (const [name, value] of [
      ['x-content-type-options', 'nosniff'],
      ['referrer-policy', 'no-referrer'],
      ['cross-origin-resource-policy', 'same-origin'],
      ['cache-control', 'no-cache'],
    ] as const) {
      expect(response.headers.get(name)).toBe(value);
    }
    expect(web.program.output).toContain('Press Ctrl-C to stop.');
    expect((await web.program.end('SIGINT')).code).toBe(0);
  });

  test('names the virtual device, and the examples where the page has them', async () => {
    using scratch = new Scratch();
    const site = pageIn(scratch);
    mkdirSync(scratch.path('site/examples'));
    writeFileSync(scratch.path('site/examples/index.html'), 'all examples');
    await using program = new Program(['web', '--no-open', '--app', site], { mayPrintSecrets: true });
    const [, examples = ''] = await program.sees(/(http:\/\/localhost:\d+\/examples\/)/);
    expect(program.output).toMatch(/http:\/\/localhost:\d+\/#demo/);
    expect(await (await fetch(examples)).text()).toBe('all examples');
  });

  test('carries requests to the device that it was started for, in one session', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(['--fast', '--log-level', 'debug']);
    await using web = await startWeb(scratch, {}, '--service-name', device.address, '--json');
    const opened = await web.post('/helper/links', '{"kind":"http"}');
    const { link, kind } = (await opened.json()) as { link: string; kind: string };
    expect(kind).toBe('http');
    for (let i = 0; i < 3; i++) {
      expect(await (await web.post(`/device/${link}/proto-ver`, '---')).text()).toContain('"ver"');
    }
    const refused = await web.post(`/device/${link}/no-such`, 'x');
    expect(await refused.json()).toMatchObject({ error: { code: 'endpoint/not-found' } });
    expect(device.program.output.match(/Creating new session/g)).toHaveLength(1);
    const elsewhere = await web.post('/helper/links', '{"kind":"http","address":"127.0.0.1:1"}');
    expect(await elsewhere.json()).toMatchObject({ error: { code: 'helper/target-refused' } });
    const ended = await web.program.end('SIGINT');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout.trim().split('\n').at(-1)).toBe('{"result":"stopped"}');
    // The token stands in the address alone.
    expect(ended.stdout.split(web.token)).toHaveLength(2);
  });

  test('finds devices over Bluetooth and reaches them', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    await using device = await startBleDevice('--fast');
    await using web = await startWeb(scratch, device.options);
    const scan = await fetch(`${web.base}/helper/scan?prefix=PROV_`, { headers: web.headers });
    const reader = (scan.body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    const line = new TextDecoder().decode(value).split('\n')[0] as string;
    const { id, name, services } = (JSON.parse(line) as { device: Record<string, string> }).device;
    expect(name).toMatch(/^PROV_/);
    const opened = await web.post('/helper/links', JSON.stringify({ kind: 'ble', id, services }));
    const { link, kind, endpoints } = (await opened.json()) as { link: string; kind: string; endpoints: string[] };
    expect(kind).toBe('ble');
    expect(endpoints).toContain('prov-session');
    expect(await (await web.post(`/device/${link}/proto-ver`, '---')).text()).toContain('"ver"');
    expect((await web.program.end('SIGINT')).code).toBe(0);
    // Its link has ended with the helper.
    const reach = ['--transport', 'ble', '--service-name', String(name), '--pop', 'abcd1234'];
    expect((await run(['info', ...reach, '--json'], device.options)).code).toBe(0);
  });

  test('opens the serial ports that it offers, and no other file', async () => {
    using scratch = new Scratch();
    const path = scratch.path('secret.txt');
    writeFileSync(path, 'x');
    await using web = await startWeb(scratch);
    const refused = await web.post('/helper/links', JSON.stringify({ kind: 'console', path }));
    expect(await refused.json()).toMatchObject({ error: { code: 'helper/target-refused' } });
  });

  test('says what is wrong with a port that is taken, and with a folder that is no page', async () => {
    using scratch = new Scratch();
    await using web = await startWeb(scratch);
    const port = new URL(web.base).port;
    expectFailure(
      await run(['web', '--no-open', '--app', scratch.path('site'), '--port', port]),
      9,
      'host/address-in-use',
    );
    expectFailure(await run(['web', '--no-open', '--app', scratch.path('.')]), 9, 'host/file-unusable');
    expectFailure(await run(['web', '--no-open', '--app', '/nonexistent/site']), 9, 'host/file-unusable');
  });

  test.each([
    ['--port', '99999'],
    ['--port', 'x'],
    ['--allow-origin', 'https://setup.example/page'],
    ['--allow-origin', 'setup.example'],
    ['--allow-origin', '*'],
    ['--allow-origin', 'null'],
    ['--allow-origin', 'file:///'],
    ['--baud', '0'],
    ['--service-name', 'https://x'],
  ])('refuses %s %s', async (option, value) => {
    const { code, stderr } = await run(['web', '--no-open', '--app', '/nonexistent/site', option, value]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/usage\/invalid-option|link\/address-invalid/);
  });
});
