import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { consoleTransport, Provisioner } from '@esp-prov/client';
import { type ErrorEntry, errorTable, isProvisioningError, utf8 } from '@esp-prov/protocol';
import { consolePortConformance, failureOf, manualClock } from '@esp-prov/testing';
import { type HostedConsole, ptyConsole } from '@esp-prov/virtual/node';
import * as serialport from 'serialport';
import { describe, expect, test } from 'vitest';
import { openConsolePort, type PortContext } from '../../../src/reach/console/open-console-port.ts';
import { openSerialPort, type SerialPortPackage } from '../../../src/reach/console/serial-port.ts';
import { streamPort } from '../../../src/reach/console/stream-port.ts';
import { openTtyPort } from '../../../src/reach/console/tty-port.ts';
import { makeOutput } from '../../../src/report/output.ts';
import { commandFile, testTimeoutMs } from '../../support/program.ts';
import { requireSocat } from '../../support/socat.ts';

const never = new AbortController().signal;

function context(more: Partial<PortContext> = {}): PortContext {
  return { output: makeOutput({ json: false }), signal: never, ...more };
}

/** Prints what it hears, in capital letters. */
async function shout(line: HostedConsole): Promise<void> {
  for (;;) {
    const heard = await line.read({ signal: never });
    if (heard === undefined) return;
    line.write(heard.toUpperCase());
  }
}

describe('a port to a pseudo-terminal', { timeout: testTimeoutMs }, () => {
  test.for(['without a package', 'by the package serialport'])(
    'carries characters both ways %s',
    async (how, testContext) => {
      requireSocat(testContext);
      await using line = await ptyConsole();
      const done = shout(line);
      const path = line.address as string;
      const port =
        how === 'without a package' ? openTtyPort(path) : await openSerialPort(serialport, { path, baudRate: 115_200 });
      await port.write('proto-ver 0 2d\r');
      let heard = '';
      while (!heard.endsWith('\r')) heard += await port.read();
      expect(heard).toBe('PROTO-VER 0 2D\r');
      await port[Symbol.asyncDispose]();
      expect(await port.read()).toBeUndefined();
      await line[Symbol.asyncDispose]();
      await done;
    },
  );

  test('tells why it cannot restart the board, and stays open', async (testContext) => {
    requireSocat(testContext);
    await using line = await ptyConsole();
    const refused: string[] = [];
    const reset = { onRefused: (why: string) => refused.push(why) };
    const options = { path: line.address as string, baudRate: 115_200, reset };
    await using port = await openSerialPort(serialport, options);
    expect(refused).toEqual([expect.stringMatching(/./)]);
    line.write('alive');
    expect(await port.read()).toBe('alive');
  });

  test('ends with the device', async (testContext) => {
    requireSocat(testContext);
    const line = await ptyConsole();
    await using port = openTtyPort(line.address as string);
    await line[Symbol.asyncDispose]();
    const ended = await port.read().catch((error: unknown) => error);
    expect(ended === undefined || isProvisioningError(ended, 'link/lost')).toBe(true);
  });
});

describe('a port to a pseudo-terminal as the suite wants it', { timeout: testTimeoutMs }, () => {
  const cases = consolePortConformance(async () => {
    const device = await ptyConsole();
    const unplug = async () => await device[Symbol.asyncDispose]();
    return { port: openTtyPort(device.address as string), device, unplug, takesFloods: false, close: unplug };
  });
  test.for(cases)('$name', async ({ run }, testContext) => {
    requireSocat(testContext);
    await run();
  });
});

/** The part of the package serialport that is used, without a port behind it. */
function fakePackage(moves: object[]) {
  class SerialPort extends EventEmitter {
    readonly options: object;
    isOpen = false;

    constructor(options: object) {
      super();
      this.options = options;
    }

    open(done: (error: Error | null) => void) {
      this.isOpen = true;
      done(null);
    }

    set(lines: object, done: (error: Error | null) => void) {
      moves.push(lines);
      done(null);
    }

    close(done: () => void) {
      this.isOpen = false;
      this.emit('close');
      done();
    }
  }
  return { SerialPort } as unknown as SerialPortPackage;
}

describe('a serial port', () => {
  test('restarts the board as esptool does: EN low for 100 ms, IO0 high', async () => {
    const moves: object[] = [];
    const clock = manualClock();
    const refused: string[] = [];
    const reset = { onRefused: (why: string) => refused.push(why) };
    const options = { path: '/dev/ttyUSB0', baudRate: 115_200, reset, clock };
    const port = await clock.run(openSerialPort(fakePackage(moves), options));
    expect(moves).toEqual([
      { dtr: false, rts: true },
      { dtr: false, rts: false },
    ]);
    expect(clock.now()).toBe(100);
    expect(refused).toEqual([]);
    await port[Symbol.asyncDispose]();
    expect(await port.read()).toBeUndefined();
  });

  test('leaves the board alone unless told otherwise', async () => {
    const moves: object[] = [];
    await using _port = await openSerialPort(fakePackage(moves), { path: '/dev/ttyUSB0', baudRate: 9600 });
    expect(moves).toEqual([]);
  });
});

describe('a port without the package serialport', () => {
  const loadSerialPort = async () => {
    throw new Error("Cannot find package 'serialport'");
  };

  test.each([
    [{ baud: 9600 }, '--baud'],
    [{ resetBoard: true }, '--reset-board'],
  ])('says what to install for %o', async (options, told) => {
    const error = await failureOf(openConsolePort('/dev/null', options, context({ loadSerialPort })));
    expect(error.code).toBe('host/package-missing');
    expect(error.message).toBe(`${told} needs the package serialport`);
    expect((errorTable[error.code] as ErrorEntry).command).toContain('npm install');
  });

  test('says what to install on Windows', async () => {
    const error = await failureOf(openConsolePort('COM3', {}, context({ loadSerialPort, platform: 'win32' })));
    expect(error.code).toBe('host/package-missing');
  });

  test('is used as it is set up where it is a terminal', async () => {
    const error = await failureOf(openConsolePort('/dev/null', {}, context({ loadSerialPort })));
    expect(error.code).toBe('host/port-unusable');
    expect(error.message).toContain('is no terminal');
  });
});

describe('a port to a program', { timeout: testTimeoutMs }, () => {
  test('provisions a virtual device over its standard input and output', async () => {
    const args = [commandFile, 'device', '--transport', 'console', '--fast', '--exit-when-provisioned'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    try {
      await using transport = consoleTransport(childPort(child));
      const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234' });
      expect(await provisioner.scan()).toHaveLength(8);
      expect(await provisioner.send('custom-data', utf8('hello'))).toEqual(utf8('SUCCESS\0'));
      const kinds: string[] = [];
      const network = { ssid: 'myssid', passphrase: 'mypassword' };
      for await (const step of provisioner.provision(network)) kinds.push(step.kind);
      expect(kinds.at(-1)).toBe('connected');
      expect((await ended)[0]).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

function childPort({ stdin, stdout }: ChildProcess) {
  if (!stdin || !stdout) throw new Error('the program has no pipes');
  return streamPort(stdout, { write: (bytes, done) => stdin.write(bytes, done), close: async () => undefined });
}
