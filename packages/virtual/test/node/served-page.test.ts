import { connect } from 'node:net';
import { fetchTransport, Provisioner } from '@esp-prov/client';
import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { factoryFlash, VirtualEsp32 } from '../../src/index.ts';
import { HttpDeviceTransport } from '../../src/node/index.ts';

const files = new Map(
  Array.from({ length: 40 }, (_, i) => [
    i === 0 ? '/index.html' : `/assets/${i}.js`,
    { type: 'text/javascript', body: utf8(`${i}`.repeat(20_000)) },
  ]),
);

/** A virtual device that serves a page, without waits. */
async function bench() {
  const transport = new HttpDeviceTransport({ files });
  const device = new VirtualEsp32({ transport, flash: factoryFlash(), fast: true });
  await device.boot();
  return { address: transport.address, [Symbol.asyncDispose]: () => device[Symbol.asyncDispose]() };
}

/** `fetch` with the cookies that a browser keeps. */
function browserFetch(): typeof fetch {
  let cookie = 'other=1';
  return async (input, init) => {
    const response = await fetch(input, { ...init, headers: { ...(init?.headers as object), Cookie: cookie } });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = `other=1; ${set}`;
    return response;
  };
}

describe('a virtual device that serves a page', () => {
  test('is provisioned while its page is loaded by many connections', async () => {
    await using device = await bench();
    let loads = 0;
    let isOver = false;
    const load = async () => {
      while (!isOver) {
        const names = [...files.keys()].slice(0, 6);
        const answers = await Promise.all(names.map((name) => fetch(`http://${device.address}${name}`)));
        const sizes = await Promise.all(answers.map(async (answer) => (await answer.arrayBuffer()).byteLength));
        expect(sizes).toEqual(names.map((name) => files.get(name)?.body.length));
        loads += sizes.length;
      }
    };
    const loading = load();
    const transport = fetchTransport(device.address, { fetch: browserFetch() });
    const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234' });
    expect((await provisioner.scan()).length).toBeGreaterThan(0);
    const kinds: string[] = [];
    for await (const { kind } of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) kinds.push(kind);
    isOver = true;
    await loading;
    expect(kinds.at(-1)).toBe('connected');
    expect(loads).toBeGreaterThan(5);
  });

  test('is loaded and reached after a thousand connections that say nothing', async () => {
    await using device = await bench();
    const [host, port] = device.address.split(':');
    const sockets = Array.from({ length: 1000 }, () =>
      connect(Number(port), host as string).on('error', () => undefined),
    );
    await expect.poll(() => sockets.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(20);
    const page = await fetch(`http://${device.address}/`);
    expect((await page.text()).length).toBe(20_000);
    for (const socket of sockets) socket.destroy();
  });

  test('sends the look for the Internet to itself', async () => {
    await using device = await bench();
    const answer = await fetch(`http://${device.address}/generate_204`, { redirect: 'manual' });
    expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
      status: 302,
      location: `http://${device.address}/`,
    });
    const head = await fetch(`http://${device.address}/`, { method: 'HEAD' });
    expect({ length: head.headers.get('content-length'), text: await head.text() }).toEqual({
      length: '20000',
      text: '',
    });
  });
});
