import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { StdinDialogue } from '../../../src/reach/console/stdin-dialogue.ts';

function bench() {
  const input = new PassThrough();
  const output = new PassThrough();
  const dialogue = new StdinDialogue({ input, output });
  return { input, dialogue, shown: () => String(output.read() ?? '') };
}

describe('a dialogue over streams', () => {
  test('shows lines and prompts, and returns what is typed without its line end', async () => {
    const { input, dialogue, shown } = bench();
    dialogue.tell('Question time');
    const answer = dialogue.ask('name: ');
    expect(shown()).toBe('Question time\nname: ');
    input.write('some');
    input.write('body\r\n');
    expect(await answer).toBe('somebody');
  });

  test('keeps what is typed ahead for the next question', async () => {
    const { input, dialogue } = bench();
    input.write('one\n\ntwo\nthr');
    expect(await dialogue.ask('')).toBe('one');
    expect(await dialogue.ask('')).toBe('');
    expect(await dialogue.ask('')).toBe('two');
    input.end('ee');
    expect(await dialogue.ask('')).toBe('three');
    expect(await dialogue.ask('')).toBeUndefined();
    expect(await dialogue.ask('')).toBeUndefined();
  });

  test('leaves the input to others between two questions', async () => {
    const { input, dialogue } = bench();
    input.write('mine\n');
    await dialogue.ask('');
    expect(input.isPaused()).toBe(true);
    expect(input.listenerCount('data')).toBe(0);
  });

  test('ends a question with the reason of an abort, on a line of its own', async () => {
    const { dialogue, shown } = bench();
    const caller = new AbortController();
    const reason = new Error('enough');
    const answer = dialogue.ask('name: ', { signal: caller.signal });
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect(dialogue.ask('again: ', { signal: caller.signal })).rejects.toBe(reason);
    expect(shown()).toBe('name: \n');
  });

  test('ends with an error for a line without an end', async () => {
    const { input, dialogue } = bench();
    const answer = dialogue.ask('');
    const refused = expect(answer).rejects.toMatchObject({ code: 'link/protocol' });
    const zeros = Buffer.alloc(65_536);
    for (let i = 0; i < 40; i++) {
      input.write(zeros);
      await new Promise(setImmediate);
    }
    await refused;
  });
});
