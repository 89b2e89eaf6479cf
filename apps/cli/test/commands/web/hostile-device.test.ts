import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { MachineReach } from '../../../src/commands/web/helper-reach.ts';
import { makeOutput } from '../../../src/report/output.ts';
import { helperBench } from '../../support/helper-bench.ts';

/** A device of a stranger, with a helper that was started for it. */
async function bench(answer: (request: IncomingMessage, response: ServerResponse) => void, exchangeTimeout = 20) {
  const requests: string[] = [];
  const device = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => device.listen(0, '127.0.0.1', resolve));
  const serviceName = `127.0.0.1:${(device.address() as AddressInfo).port}`;
  const options = { port: 0, open: false, serviceName, exchangeTimeout };
  const reach = new MachineReach(options, makeOutput({ json: false }));
  const helper = await helperBench({ open: async (target, signal) => await reach.open(target, signal) });
  const opened = await helper.request('/helper/links', { method: 'POST', body: '{"kind":"http"}' });
  const { link } = (await opened.json()) as { link: string };
  return {
    requests,
    exchange: async () => {
      const response = await helper.request(`/device/${link}/proto-ver`, {
        method: 'POST',
        body: '---',
        redirect: 'manual',
      });
      const text = await response.text();
      return { status: response.status, location: response.headers.get('location'), text };
    },
    async [Symbol.asyncDispose]() {
      await helper[Symbol.asyncDispose]();
      device.closeAllConnections();
      await new Promise((resolve) => device.close(resolve));
    },
  };
}

describe('a device of a stranger', () => {
  test.each([301, 302, 303, 307, 308])(
    'that redirects (%i) is not followed, and leads the page nowhere',
    async (status) => {
      await using helper = await bench((_, response) =>
        response.writeHead(status, { Location: 'http://93.184.216.34/' }).end(),
      );
      const { status: told, location, text } = await helper.exchange();
      expect({ told, location }).toEqual({ told: 502, location: null });
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'link/protocol' } });
      expect(new Set(helper.requests)).toEqual(new Set(['POST /proto-ver']));
    },
  );

  test.each([200, 204, 304, 500])('that answers %i with a page is no answer of the helper', async (status) => {
    await using helper = await bench((_, response) => {
      response.writeHead(status, { 'Set-Cookie': 'session=1', 'X-Evil': '1' }).end('<script>alert(1)</script>');
    });
    const { status: told, text } = await helper.exchange();
    // Bytes of a device go to the page as they are, under headers of the helper alone.
    if (status === 200) expect({ told, text }).toEqual({ told: 200, text: '<script>alert(1)</script>' });
    else expect({ told, code: JSON.parse(text).error.code }).toEqual({ told: 502, code: 'link/protocol' });
  });

  test('that answers more than anything has to say is cut off', async () => {
    await using helper = await bench((_, response) => {
      response.writeHead(200);
      const flood = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) {}
      };
      response.on('drain', flood);
      flood();
    });
    const { status, text } = await helper.exchange();
    expect({ status, code: JSON.parse(text).error.code }).toEqual({ status: 502, code: 'link/protocol' });
  });

  test('that answers 250 kB is passed on whole', async () => {
    await using helper = await bench((_, response) => response.writeHead(200).end(Buffer.alloc(250_000, 'x')));
    const { status, text } = await helper.exchange();
    expect({ status, length: text.length }).toEqual({ status: 200, length: 250_000 });
  });

  test.each([
    ['never answers', () => undefined],
    [
      'trickles',
      (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is given up in time', async (_, answer) => {
    await using helper = await bench(answer, 0.5);
    const { status, text } = await helper.exchange();
    expect({ status, code: JSON.parse(text).error.code }).toEqual({ status: 504, code: 'link/timeout' });
  });
});
