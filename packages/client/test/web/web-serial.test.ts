import { utf8 } from '@esp-prov/protocol';
import {
  FakeSerial,
  failureOf,
  type ManualClock,
  type MemoryConsole,
  manualClock,
  memoryConsole,
} from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { consoleTransport } from '../../src/index.ts';
import { chooseSerialPort, type OpenSerialOptions, openSerialPort } from '../../src/web/index.ts';

const bridge = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
const jtag = { usbVendorId: 0x303a, usbProductId: 0x1001 };

function bench(usb = bridge) {
  const clock = manualClock();
  const serial = new FakeSerial();
  const lines: MemoryConsole[] = [];
  const line = () => {
    const made = memoryConsole();
    lines.push(made);
    return made.client;
  };
  const port = serial.add(line, usb);
  const open = (options: OpenSerialOptions = {}) => openSerialPort(port, { clock, serial, ...options });
  return { clock, serial, port, open, line, lines, last: () => lines.at(-1) as MemoryConsole };
}

/** Answers every line as a console does, with `log` before the answer. */
async function answer(line: MemoryConsole, log = ''): Promise<void> {
  const { signal } = new AbortController();
  for (let typed = ''; ; ) {
    const piece = await line.device.read({ signal });
    if (piece === undefined) return;
    typed += piece;
    for (let end = typed.indexOf('\r'); end >= 0; end = typed.indexOf('\r')) {
      const command = typed.slice(0, end);
      typed = typed.slice(end + 1);
      const isWord = command.startsWith('sync-');
      line.device.write(`${command}\r\n${log}${isWord ? '' : '\r\ncafe\r\n'}\n>> `);
    }
  }
}

describe('the list of ports of a browser', () => {
  test('is asked for in the turn of the call, with the filters', async () => {
    const { serial, port } = bench();
    serial.takes = port;
    const choosing = chooseSerialPort(serial, [bridge]);
    expect(serial.requests).toEqual([{ filters: [bridge] }]);
    expect(await choosing).toBe(port);
  });

  test.each([
    ['NotFoundError', 'serial/nothing-chosen'],
    ['SecurityError', 'serial/not-permitted'],
    ['UnknownError', 'host/port-unusable'],
  ])('that fails with %s is %s', async (name, code) => {
    const requestPort = async () => {
      throw Object.assign(new Error('as it is'), { name });
    };
    expect((await failureOf(chooseSerialPort({ requestPort }))).code).toBe(code);
  });
});

describe('a serial port of a browser', () => {
  test('carries exchanges of a console at its usual speed, with the log in between', async () => {
    const { clock, port, open, last } = bench();
    const console = await open();
    void answer(last(), '\u001b[0;32mI (1045) prov: grüße\u001b[0m\r\n');
    const transport = consoleTransport(console, { clock });
    expect(await clock.run(transport.exchange('proto-ver', utf8('---')))).toEqual(Uint8Array.of(0xca, 0xfe));
    expect(port.speeds).toEqual([115_200]);
    expect(port.signals).toEqual([]);
    await transport[Symbol.asyncDispose]();
    expect(port.readable).toBeNull();
    expect(await console.read()).toBeUndefined();
  });

  test('joins a character that comes in two pieces', async () => {
    const { port, open } = bench();
    const console = await open();
    const [first = 0, second = 0] = utf8('ü');
    port.noise(Uint8Array.of(0x61, first));
    let heard = (await console.read()) ?? '';
    port.noise(Uint8Array.of(second, 0x62));
    while (heard.length < 3) heard += await console.read();
    expect(heard).toBe('aüb');
  });

  test('goes on after errors of the line, and gives up when there is nothing else', async () => {
    const { port, open, last } = bench();
    const console = await open();
    port.disturb('BreakError');
    await Promise.resolve();
    last().device.write('alive');
    expect(await console.read()).toBe('alive');
    const getReader = () => ({
      read: async () => {
        throw Object.assign(new Error('noise'), { name: 'FramingError' });
      },
      cancel: async () => undefined,
      releaseLock: () => undefined,
    });
    const noisy = { ...fakePort(), readable: { getReader } };
    const other = await openSerialPort(noisy, { clock: manualClock() });
    expect((await failureOf(other.read())).code).toBe('link/lost');
  });

  test('that floods without a line end keeps to its bounds', async () => {
    const { clock, port, open } = bench();
    const console = await open();
    const flood = new Uint8Array(1 << 20).fill(0x78);
    for (let i = 0; i < 4; i++) port.noise(flood);
    await clock.advance(0);
    expect((await console.read())?.length).toBeLessThanOrEqual(65_536);
  });

  test.each([
    ['restarts the board behind a bridge: EN low for 100 ms, IO0 high', bridge, 100],
    ['restarts a chip that is its own port: twice as long', jtag, 200],
  ])('%s', async (_, usb, holdMs) => {
    const { clock, port, open } = bench(usb);
    const held: number[] = [];
    port.onSignals = () => held.push(clock.now());
    await clock.run(open({ reset: true }));
    expect(port.signals).toEqual(['0 1', '0 0']);
    expect((held[1] as number) - (held[0] as number)).toBe(holdMs);
  });

  test('follows a chip that takes its port away at the restart, also under another object', async () => {
    const { clock, serial, port, open, line, lines } = bench(jtag);
    port.onSignals = (_dtr, rts) => {
      if (rts) return;
      serial.remove(port);
      void clock.sleep(3000).then(() => serial.add(line, jtag));
    };
    const console = await clock.run(open({ reset: true }));
    expect(clock.now()).toBeGreaterThanOrEqual(3200);
    lines.at(-1)?.device.write('again');
    expect(await console.read()).toBe('again');
    expect(port.isLocked).toBe(false);
    expect(port.readable).toBeNull();
  });

  test('says that the port is to be chosen again when it does not come back, or two are there', async () => {
    const { clock, serial, port, open, line } = bench(jtag);
    serial.remove(port);
    const gone = await failureOf(clock.run(open({ returnMs: 5000 })));
    expect(gone.code).toBe('serial/choose-again');
    expect(clock.now()).toBe(5000);
    serial.add(line, jtag);
    serial.add(line, jtag);
    expect((await failureOf(clock.run(open()))).details).toMatchObject({ seen: 2 });
  });

  test('that another program has open is named, at once', async () => {
    const { clock, port, open } = bench();
    port.isTaken = true;
    expect((await failureOf(open())).code).toBe('host/port-unusable');
    expect(clock.now()).toBe(0);
  });

  test('that never opens is given up, and closed when it opens after all', async () => {
    const clock = manualClock();
    let late: () => void = () => undefined;
    let closes = 0;
    const port = {
      ...fakePort(),
      open: () => new Promise<void>((resolve) => (late = resolve)),
      close: async () => {
        closes++;
      },
    };
    expect((await failureOf(clock.run(openSerialPort(port, { clock })))).code).toBe('host/port-unusable');
    late();
    await clock.advance(0);
    expect(closes).toBe(1);
  });

  test('that is pulled out in the middle of an exchange is a lost link, and gives its locks back', async () => {
    const { clock, port, open } = bench();
    const console = await open();
    const transport = consoleTransport(console, { clock });
    const exchange = transport.exchange('proto-ver', utf8('---'));
    await clock.advance(10);
    port.unplug();
    expect((await failureOf(exchange)).code).toBe('link/lost');
    expect((await failureOf(console.write('x'))).code).toBe('link/lost');
    await clock.run(Promise.resolve(transport[Symbol.asyncDispose]()));
    expect(port.isLocked).toBe(false);
  });

  test('that takes no characters ends a writing in time', async () => {
    const clock = manualClock();
    const hanging = () => new Promise<never>(() => undefined);
    const writer = { write: hanging, abort: hanging, releaseLock: () => undefined };
    const reader = { read: hanging, cancel: hanging, releaseLock: () => undefined };
    const port = {
      ...fakePort(),
      readable: { getReader: () => reader },
      writable: { getWriter: () => writer },
      close: hanging,
    };
    const console = await openSerialPort(port, { clock });
    expect((await failureOf(clock.run(console.write('x')))).code).toBe('link/timeout');
    await clock.run(Promise.resolve(console[Symbol.asyncDispose]()));
  });

  test('without control lines is used as it is', async () => {
    const clock: ManualClock = manualClock();
    const setSignals = async () => {
      throw Object.assign(new Error('Failed to set control signals.'), { name: 'NetworkError' });
    };
    const console = await clock.run(openSerialPort({ ...fakePort(), setSignals }, { clock, reset: true }));
    await clock.run(Promise.resolve(console[Symbol.asyncDispose]()));
  });
});

/** A port that is open and silent. */
function fakePort() {
  const reader = {
    read: () => new Promise<never>(() => undefined),
    cancel: async () => undefined,
    releaseLock: () => undefined,
  };
  return {
    readable: { getReader: () => reader },
    writable: null,
    open: async () => undefined,
    close: async () => undefined,
    setSignals: async () => undefined,
    getInfo: () => ({}),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
}
