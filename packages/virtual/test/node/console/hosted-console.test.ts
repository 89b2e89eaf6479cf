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

  test('says that its port is taken', async () => {
    await using line = await listeningConsole({});
    const port = Number(/(\d+)$/.exec(line.address ?? '')?.[1]);
    await expect(listeningConsole({ port })).rejects.toMatchObject({ code: 'host/address-in-use' });
  });
});
