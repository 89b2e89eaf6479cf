import { type Bytes, builtInEndpoints, concatBytes, ProvisioningError, toHex } from '@esp-prov/protocol';
import { memoryConsole } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { ConsoleDeviceTransport, type Requests } from '../../src/index.ts';

/** A dispatcher that writes down what the console does with it, and answers with the request behind an `a5`. */
class RecordingRequests implements Requests {
  readonly calls: string[] = [];
  /** What is answered in place of it. */
  answer: Bytes | ProvisioningError | undefined;
  /** Answers are held back until it is called. */
  hold: Promise<void> = Promise.resolve();

  open(peer: number): void {
    this.calls.push(`open ${peer}`);
  }

  close(peer: number): void {
    this.calls.push(`close ${peer}`);
  }

  async handle(peer: number, endpoint: string, request: Uint8Array): Promise<Bytes> {
    this.calls.push(`${endpoint} ${peer} ${toHex(request)}`);
    await this.hold;
    if (this.answer instanceof ProvisioningError) throw this.answer;
    return this.answer ?? concatBytes(Uint8Array.of(0xa5), request);
  }
}

async function bench(options: { maxLine?: number; losesNext?: boolean } = {}) {
  const line = memoryConsole();
  const requests = new RecordingRequests();
  const log: string[] = [];
  let unplugged = 0;
  const transport = new ConsoleDeviceTransport(line.device, {
    ...options,
    log: (level, tag, text) => log.push(`${level} ${tag}: ${text}`),
    onUnplugged: () => unplugged++,
  });
  await transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
  await rest();
  let told = line.printed.length;
  return {
    line,
    requests,
    log,
    transport,
    unplugged: () => unplugged,
    /** Returns what is printed after `text` was typed. */
    async type(text: string): Promise<string> {
      await line.client.write(text);
      await rest();
      const printed = line.printed.slice(told);
      told = line.printed.length;
      return printed;
    },
  };
}

/** Lets everything settle that does not wait for time. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}

describe('a line that fills the buffer', () => {
  const full = 'prov-config 0 '.padEnd(20, 'a');

  test('is a command without its end, and what is behind it begins the next one', async () => {
    const { type, requests } = await bench({ maxLine: 20 });
    await type(`${full}proto-ver 0 ff\r`);
    expect(requests.calls).toEqual(['open 0', 'prov-config 0 aaaaaa', 'proto-ver 0 ff']);
  });

  test('takes the character behind it along in older releases', async () => {
    const { type, requests } = await bench({ maxLine: 20, losesNext: true });
    await type(`${full}-proto-ver 0 ff\r`);
    expect(requests.calls).toEqual(['open 0', 'prov-config 0 aaaaaa', 'proto-ver 0 ff']);
  });

  test('takes nothing along there that comes later', async () => {
    const { type, requests } = await bench({ maxLine: 20, losesNext: true });
    await type(full);
    await type('proto-ver 0 ff\r');
    expect(requests.calls).toEqual(['open 0', 'prov-config 0 aaaaaa', 'proto-ver 0 ff']);
  });

  test('leaves a shorter one whole', async () => {
    const { type, requests } = await bench({ maxLine: 20, losesNext: true });
    await type('prov-config 0 aa\rproto-ver 0 ff\r');
    expect(requests.calls).toEqual(['open 0', 'prov-config 0 aa', 'proto-ver 0 ff']);
  });
});

describe('the console of a device', () => {
  test('begins with its prompt', async () => {
    const { line } = await bench();
    expect(line.printed).toBe('\n>> ');
  });

  test('echoes the command, answers in hexadecimal digits and prompts again, to the byte', async () => {
    const { type, requests } = await bench();
    expect(await type('prov-config 0 52fF\r')).toBe('prov-config 0 52fF\r\n\r\na552ff\r\n\n>> ');
    expect(requests.calls).toEqual(['open 0', 'prov-config 0 52ff']);
  });

  test('echoes characters as they come, and runs the line at the CR', async () => {
    const { type, requests } = await bench();
    expect(await type('prov-')).toBe('prov-');
    expect(await type('config 0 ')).toBe('config 0 ');
    expect(requests.calls).toEqual([]);
    expect(await type('52\r')).toBe('52\r\n\r\na552\r\n\n>> ');
  });

  test('runs lines that come at once one after the other', async () => {
    const { type, requests } = await bench();
    expect(await type('prov-config 0 01\rprov-scan 0 02\r')).toBe(
      'prov-config 0 01\r\n\r\na501\r\n\n>> prov-scan 0 02\r\n\r\na502\r\n\n>> ',
    );
    expect(requests.calls).toEqual(['open 0', 'prov-config 0 01', 'prov-scan 0 02']);
  });

  test('does not echo what is typed while a command runs until it has ended', async () => {
    const { type, requests } = await bench();
    let release: () => void = () => undefined;
    requests.hold = new Promise((resolve) => {
      release = resolve;
    });
    expect(await type('prov-scan 0 01\r')).toBe('prov-scan 0 01\r\n');
    expect(await type('prov-config 0 02\r')).toBe('');
    release();
    expect(await type('')).toBe('\r\na501\r\n\n>> prov-config 0 02\r\n\r\na502\r\n\n>> ');
  });

  test('prints an answer without bytes as an empty line', async () => {
    const { type, requests } = await bench();
    requests.answer = new Uint8Array(0);
    expect(await type('prov-ctrl 0 00\r')).toBe('prov-ctrl 0 00\r\n\r\n\r\n\n>> ');
  });

  test('prints nothing when a request is refused', async () => {
    const { type, requests } = await bench();
    requests.answer = new ProvisioningError('message/malformed');
    expect(await type('prov-config 0 00\r')).toBe('prov-config 0 00\r\n\n>> ');
  });

  test.each([
    'no-such-endpoint 0 00',
    'PROV-CONFIG 0 00',
    'prov-config',
    'prov-config 0',
    '',
    ' ',
    '\nprov-config 0 00',
  ])('prints nothing to %j', async (line) => {
    const { type, requests } = await bench();
    expect(await type(`${line}\r`)).toBe(`${line}\r\n\n>> `);
    expect(requests.calls).toEqual([]);
  });

  test('opens a session whenever the number changes, and closes none', async () => {
    const { type, requests } = await bench();
    for (const session of ['0', '0', '7', '7', '0']) await type(`prov-session ${session} 01\r`);
    expect(requests.calls.filter((call) => !call.startsWith('prov-'))).toEqual(['open 0', 'open 7', 'open 0']);
  });

  test('opens none for the number that stands for none', async () => {
    const { type, requests } = await bench();
    await type('prov-session 4294967295 01\r');
    expect(requests.calls).toEqual(['prov-session 4294967295 01']);
  });

  test('takes a line of 255 characters with its CR', async () => {
    const { type, requests } = await bench();
    // 11 of the name, 3 of session and blanks, 240 digits, CR.
    expect(await type(`prov-config 0 ${'ab'.repeat(120)}\r`)).toMatch(/\r\n\r\na5(ab){120}\r\n\n>> $/);
    expect(requests.calls.at(-1)).toBe(`prov-config 0 ${'ab'.repeat(120)}`);
  });

  test('cuts a longer line in two', async () => {
    const { type, requests } = await bench();
    const printed = await type(`prov-config 0 ${'ab'.repeat(121)}\r`);
    expect(requests.calls).toEqual(['open 0', `prov-config 0 ${'ab'.repeat(120)}`]);
    // The cut line has 255 characters without a CR, one digit too many; the rest is no command.
    expect(printed).toBe(`prov-config 0 ${'ab'.repeat(120)}a\r\na5${'ab'.repeat(120)}\r\n\n>> b\r\n\n>> `);
  });

  test('lists its commands', async () => {
    const { type } = await bench();
    for (const command of ['help', 'help ']) {
      const printed = await type(`${command}\r`);
      for (const { name } of builtInEndpoints) expect(printed).toMatch(new RegExp(`^${name} \r$`, 'm'));
      expect(printed).toMatch(/\n>> $/);
    }
  });

  test('is silent once it is closed, and can be opened again', async () => {
    const { type, transport, requests, log } = await bench();
    expect(transport.serving).toBe(true);
    await transport[Symbol.asyncDispose]();
    await transport[Symbol.asyncDispose]();
    expect(transport.serving).toBe(false);
    expect(log).toEqual([
      'debug protocomm_console: Initializing UART on port 0',
      'info protocomm_console: Stopping console...',
      'info protocomm_console: Console stopped',
    ]);
    expect(await type('prov-config 0 01\r')).toBe('');
    await transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
    // What came in the meantime waits in the line's buffer.
    expect(await type('')).toBe('\n>> prov-config 0 01\r\n\r\na501\r\n\n>> ');
  });

  test('does not print the answer of a command during which it was closed', async () => {
    const { type, transport, requests } = await bench();
    let release: () => void = () => undefined;
    requests.hold = new Promise((resolve) => {
      release = resolve;
    });
    await type('prov-config 0 01\r');
    await transport[Symbol.asyncDispose]();
    release();
    expect(await type('')).toBe('');
  });

  test('tells its owner when the line has ended and everything is answered', async () => {
    const { line, requests, unplugged } = await bench();
    let release: () => void = () => undefined;
    requests.hold = new Promise((resolve) => {
      release = resolve;
    });
    await line.client.write('prov-config 0 01\r');
    line.unplug();
    await rest();
    expect(unplugged()).toBe(0);
    release();
    await rest();
    expect(unplugged()).toBe(1);
    expect(line.printed).toContain('\r\na501\r\n');
  });
});

describe('endpoints that come and go', () => {
  test('print nothing once they are gone, stay in the help as in firmware, and answer when they are back', async () => {
    const { transport, requests, type } = await bench();
    await transport.change(builtInEndpoints.filter(({ name }) => name !== 'prov-config'));
    requests.answer = new ProvisioningError('endpoint/not-found');
    expect(await type('prov-config 0 0804\r')).toBe('prov-config 0 0804\r\n\n>> ');
    expect(await type('help \r')).toContain('prov-config');
    await transport.change([...builtInEndpoints, { name: 'custom-data', slot: 0xff54, kind: 'request' }]);
    requests.answer = undefined;
    expect(await type('custom-data 0 01\r')).toBe('custom-data 0 01\r\n\r\na501\r\n\n>> ');
  });
});
