import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { listeningConsole, stdioConsole } from '../../../src/node/index.ts';

const signal = new AbortController().signal;

describe('a console on streams', () => {
  test.each([
    [['proto-ver 0 00\n'], 'proto-ver 0 00\r'],
    [['a\r\nb\r\n'], 'a\rb\r'],
    [['a\r', '\nb\r'], 'a\rb\r'],
    [['a\r', '', '\n\n'], 'a\r\r'],
    [['a\r\r'], 'a\r\r'],
    [['\nx'], '\rx'],
  ])('reads %j as %j: every line end is the CR of a serial line', async (pieces, heard) => {
    const input = new PassThrough();
    await using line = stdioConsole({ input, output: new PassThrough() });
    for (const piece of pieces) input.write(piece);
    input.end();
    await line.ended;
    expect(await line.read({ signal })).toBe(heard);
    expect(await line.read({ signal })).toBeUndefined();
  });

  test('writes to its output, and has no address', async () => {
    const output = new PassThrough();
    await using line = stdioConsole({ input: new PassThrough(), output });
    line.write('\n>> ');
    expect(String(output.read())).toBe('\n>> ');
    expect(line.address).toBeUndefined();
  });

  test('hands out a flood in pieces, between which the device does other things', async () => {
    const input = new PassThrough();
    await using line = stdioConsole({ input, output: new PassThrough() });
    input.write('\r'.repeat(10_000));
    let turns = 0;
    const tick = () => {
      turns++;
      if (turns < 1000) setImmediate(tick);
    };
    setImmediate(tick);
    let read = 0;
    while (read < 10_000) read += (await line.read({ signal }))?.length ?? 0;
    expect(turns).toBeGreaterThan(5);
    turns = 1000;
  });

  test('ends when it is closed', async () => {
    const line = stdioConsole({ input: new PassThrough(), output: new PassThrough() });
    await line[Symbol.asyncDispose]();
    await line.ended;
    expect(await line.read({ signal })).toBeUndefined();
  });
});

describe('a console on a TCP port', () => {
  test('belongs to the client that connected last, and stays when it leaves', async () => {
    await using line = await listeningConsole({});
    const port = Number(/^socket:\/\/127\.0\.0\.1:(\d+)$/.exec(line.address ?? '')?.[1]);
    const first = connect(port, '127.0.0.1');
    first.write('one\n');
    expect(await line.read({ signal })).toBe('one\r');
    const closed = new Promise((resolve) => first.once('close', resolve));
    first.resume();
    const second = connect(port, '127.0.0.1');
    second.write('two\r\n');
    expect(await line.read({ signal })).toBe('two\r');
    await closed;
    line.write('hello');
    expect(String(await new Promise((resolve) => second.once('data', resolve)))).toBe('hello');
    second.destroy();
    const third = connect(port, '127.0.0.1');
    third.write('three\r');
    expect(await line.read({ signal })).toBe('three\r');
    third.destroy();
  });

  test('does not make a client wait for what the one before has typed', async () => {
    await using line = await listeningConsole({});
    const port = Number(/(\d+)$/.exec(line.address ?? '')?.[1]);
    const flood = connect(port, '127.0.0.1');
    flood.on('error', () => undefined);
    await new Promise((resolve) => flood.write('help \r'.repeat(10_000), resolve));
    expect(await line.read({ signal })).toContain('help');
    flood.destroy();
    const owner = connect(port, '127.0.0.1');
    owner.write('mine\r');
    let heard = '';
    while (!heard.includes('mine')) heard += await line.read({ signal });
    expect(heard.length).toBeLessThan(50_000);
    owner.destroy();
  });

  test('loses what a client does not read, and keeps little of it', async () => {
    await using line = await listeningConsole({});
    const port = Number(/(\d+)$/.exec(line.address ?? '')?.[1]);
    const deaf = connect(port, '127.0.0.1');
    deaf.pause();
    deaf.write('here\r');
    expect(await line.read({ signal })).toBe('here\r');
    const printed = 64 * 1024 * 1024;
    for (let i = 0; i < 1024; i++) {
      line.write('x'.repeat(printed / 1024));
      // Lets the socket send what it can.
      await new Promise(setImmediate);
    }
    // It gets what the buffers of the system hold, and then what is printed from now on.
    let heard = 0;
    let ended = false;
    deaf.on('data', (chunk) => {
      heard += chunk.length;
      ended ||= chunk.includes('!');
    });
    deaf.resume();
    while (!ended) {
      line.write('!');
      await new Promise(setImmediate);
    }
    deaf.destroy();
    expect(heard).toBeLessThan(printed / 2);
  });

  test('says that its port is taken', async () => {
    await using line = await listeningConsole({});
    const port = Number(/(\d+)$/.exec(line.address ?? '')?.[1]);
    await expect(listeningConsole({ port })).rejects.toMatchObject({ code: 'host/address-in-use' });
  });
});
