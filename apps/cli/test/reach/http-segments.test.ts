import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../support/device.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { run, testTimeoutMs } from '../support/program.ts';

/** What came first of each of six answers over one connection. */
async function firstSegments(address: string): Promise<string[]> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host).setEncoding('latin1');
  const firsts: string[] = [];
  try {
    while (firsts.length < 6) {
      socket.write('POST /proto-ver HTTP/1.1\r\nContent-Length: 3\r\n\r\n---');
      let answer = '';
      while (!/\r\n\r\n./s.test(answer)) {
        const [text] = (await once(socket, 'data')) as [string];
        if (answer === '') firsts.push(text);
        answer += text;
      }
    }
    return firsts;
  } finally {
    socket.destroy();
  }
}

describe.concurrent('an answer of a device over HTTP', { timeout: testTimeoutMs }, () => {
  test.each([
    ['comes in one segment where that is asked for', ['--http-segments', 'whole'], false],
    ['comes in two where that is asked for', ['--http-segments', 'split'], true],
    ['comes in two as from every release', [], true],
  ])('%s', async (_what, args, isSplit) => {
    await using device = await startDevice(['--fast', ...args]);
    const firsts = await firstSegments(device.address);
    expect(firsts.some((first) => first.endsWith('\r\n\r\n'))).toBe(isSplit);
  });

  test('comes over nothing else', async () => {
    const ended = await run(['device', '--transport', 'console', '--http-segments', 'split']);
    expectFailure(ended, 2, 'usage/invalid-option');
  });
});
