import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';
import { requireSocat } from '../../support/socat.ts';

const overConsole = ['--transport', 'console'];
const home = credentials('').slice(2);

/** A virtual device with a console at the place that `args` name; waits until it offers provisioning. */
async function startConsole(...args: string[]): Promise<{ device: Program; port: string } & AsyncDisposable> {
  const device = new Program(['device', ...overConsole, '--fast', ...args]);
  const [, port = ''] = await device.sees(/--transport console --port (\S+)(?: .*)?\n/);
  return { device, port, [Symbol.asyncDispose]: () => device[Symbol.asyncDispose]() };
}

describe.concurrent('over a pseudo-terminal', { timeout: testTimeoutMs }, () => {
  test('a device is provisioned, and its log shares the line', async (context) => {
    requireSocat(context);
    await using started = await startConsole('--pty', '--exit-when-provisioned');
    const ended = await run([...overConsole, '--port', started.port, ...home]);
    expect(ended.stdout).toMatch(/^Provisioning was successful: .*192\.168\.43\.220/);
    expect(ended.stderr).toContain(`Connecting to ${started.port} …`);
    expect(ended.code).toBe(0);
    const device = await started.device.ended();
    expect(device.stdout).toMatch(/I \(\d+\) app: Provisioning successful/);
    expect(device.code).toBe(0);
  });

  test('a link with a name of its own leads to it, and goes with the device', async (context) => {
    requireSocat(context);
    using scratch = new Scratch();
    const link = scratch.path('ttyVirtual');
    await using started = await startConsole('--pty', link);
    expect(started.port).toBe(link);
    // Two clients one after the other: the line stays when the first has left.
    for (let i = 0; i < 2; i++) {
      const ended = await run(['scan', ...overConsole, '--port', link, '--pop', secrets.pop, '--json']);
      expect(jsonLines(ended).at(-1)).toMatchObject({ result: 'networks' });
    }
    expect((await started.device.end()).code).toBe(0);
    expect(existsSync(link)).toBe(false);
  });

  test('a file in the place of the link is left alone', async (context) => {
    requireSocat(context);
    using scratch = new Scratch();
    const link = scratch.path('precious');
    writeFileSync(link, 'content');
    expectFailure(await run(['device', ...overConsole, '--pty', link]), 9, 'host/port-unusable');
  });

  test('a board that cannot be restarted is told, and used', async (context) => {
    requireSocat(context);
    await using started = await startConsole('--pty');
    const ended = await run(['info', ...overConsole, '-p', started.port, '-b', '921600', '--reset-board']);
    expect(ended.stderr).toContain('The board was not restarted');
    expect(ended.stdout).toContain('Capabilities  wifi_scan');
    expect(ended.code).toBe(0);
  });

  test('security 2 is told to be too long for it', async (context) => {
    requireSocat(context);
    await using started = await startConsole('--pty', '--security', '2');
    const ended = await run(['scan', ...overConsole, '--port', started.port, '--sec2_username', 'wifiprov']);
    expectFailure(ended, 2, 'endpoint/request-size');
    expect(ended.stderr).toContain('Security 2 does not fit');
  });

  test('without socat the device says what to install', async () => {
    const ended = await run(['device', ...overConsole, '--pty'], { env: { PATH: '/nonexistent' } });
    expectFailure(ended, 9, 'host/transport-unavailable');
    expect(ended.stderr).toContain('socat');
  });
});

describe.concurrent('over a TCP port', { timeout: testTimeoutMs }, () => {
  test('a device is provisioned', async () => {
    await using started = await startConsole('--listen', '127.0.0.1:0');
    expect(started.port).toMatch(/^socket:\/\/127\.0\.0\.1:\d+$/);
    expect((await run([...overConsole, '--port', started.port, ...home])).code).toBe(0);
    await started.device.sees(/Secured session established!/);
  });

  test('a device with --json tells its events beside it', async () => {
    const args = ['device', ...overConsole, '--listen', '127.0.0.1:0', '--json', '--fast'];
    await using device = new Program(args);
    const [, port = ''] = await device.sees(/"address":"(socket:[^"]+)"/);
    expect((await run([...overConsole, '--port', port, ...home])).code).toBe(0);
    await device.sees(/"event":"provisioning-succeeded"/);
  });

  test('nobody there ends with the port that was tried', async () => {
    const ended = await run(['info', ...overConsole, '--port', 'socket://127.0.0.1:1']);
    expectFailure(ended, 9, 'host/port-unusable');
  });
});

describe.concurrent('on standard input and output', { timeout: testTimeoutMs }, () => {
  test('a device answers what is piped in, and is switched off at its end', async () => {
    await using device = new Program(['device', ...overConsole, '--fast'], { stdin: 'pipe' });
    device.type('proto-ver 0 2d2d2d\nno-such-command 0 00\r\nhelp\r');
    device.endInput();
    const { code, stdout, stderr } = await device.ended();
    expect(stdout).toMatch(/proto-ver 0 2d2d2d\r\n\r\n7b0a[0-9a-f]+7d\r\n\n>> no-such-command 0 00\r\n\n>> help\r\n/);
    expect(stdout).toContain('\r\nprov-session \r\n');
    expect(stdout).toMatch(/I \(\d+\) app: Starting provisioning\r\n/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('a device without anybody at its console is switched off at once', async () => {
    expect((await run(['device', ...overConsole, '--fast'])).code).toBe(0);
  });

  test('a client by hand and a device are brought together by somebody who copies and pastes', async () => {
    await using device = new Program(['device', ...overConsole, '--fast', '--exit-when-provisioned'], {
      stdin: 'pipe',
    });
    await using client = new Program([...overConsole, ...home], { stdin: 'pipe' });
    let mistyped = false;
    for (let answers = 1; ; answers++) {
      const asked = await client.asks(/Client->Device msg : (\S+ 0 [0-9a-f]+)\nEnter device->client msg : $/);
      if (!asked) break;
      device.type(`${asked[1]}\r`);
      const answer = await answerOf(device, answers);
      if (!mistyped) {
        client.type(`${answer}0\n`);
        await client.asks(/A digit is missing or too many: .*\nEnter device->client msg : $/);
        mistyped = true;
      }
      client.type(`${answer}\n`);
    }
    expect(await client.ended()).toMatchObject({ code: 0, stdout: expect.stringContaining('192.168.43.220') });
    expect((await device.ended()).code).toBe(0);
  });

  test('a client by hand ends with a named error at the end of its input', async () => {
    expectFailure(await run(['info', ...overConsole]), 4, 'link/input-ended');
  });

  test('a device with --json wants another place for its console', async () => {
    const ended = await run(['device', ...overConsole, '--json']);
    expect(ended.code).toBe(2);
    expect(jsonLines(ended).at(-1)).toMatchObject({ code: 'usage/invalid-option' });
  });
});

describe.concurrent('options that fit to no console', { timeout: testTimeoutMs }, () => {
  test.each([
    { args: ['info', '--transport', 'softap', '--port', '/dev/ttyUSB0'], told: '--port needs --transport console' },
    { args: ['info', ...overConsole, '--baud', '9600'], told: '--baud needs --port' },
    { args: ['info', ...overConsole, '--reset_board'], told: '--reset-board needs --port' },
    { args: ['info', ...overConsole, '--port', 'x', '--baud', 'fast'], told: 'for example 115200' },
    { args: ['info', ...overConsole, '--guided'], told: '--guided needs --transport ble' },
    { args: ['info', '--service_uuid', 'ff'], told: 'Expected a UUID, for example 021a9004-' },
    { args: ['info', '--endpoint_uuid', 'custom-data'], told: 'Expected a name and a UUID' },
    { args: ['info', '--transport', 'softap', '--service_uuid', 'ffff'], told: '--service-uuid needs --transport ble' },
    {
      args: ['info', '--transport', 'softap', '--endpoint_uuid', 'custom-data=ff54'],
      told: '--endpoint-uuid needs --transport ble',
    },
    { args: ['device', '--transport', 'softap', '--pty'], told: '--pty is a place for a console' },
    { args: ['device', ...overConsole, '--pty', '--listen', '0'], told: "'--pty [link]' cannot be used with" },
  ])('end with code 2: $args', async ({ args, told }) => {
    const ended = await run(args);
    expectFailure(ended, 2, 'usage/invalid-option');
    expect(ended.stderr).toContain(told);
  });

  test('a port that is no terminal is told', async () => {
    for (const port of ['/dev/null', '/nonexistent/tty']) {
      expectFailure(await run(['info', ...overConsole, '--port', port]), 9, 'host/port-unusable');
    }
  });
});

/** The n-th line of hexadecimal digits that a device has printed. */
async function answerOf(device: Program, number: number): Promise<string> {
  const found = await device.sees(new RegExp(`(?:^[0-9a-f]+\r$[^]*?){${number}}`, 'm'));
  return found[0].trimEnd().split('\n').at(-1)?.trim() ?? '';
}
