import { utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { manualConsoleTransport } from '../../src/index.ts';
import { ScriptedDialogue } from '../support/scripted-dialogue.ts';

describe('a console by hand', () => {
  test('shows the command and takes the answer, in the words of esp_prov', async () => {
    const dialogue = new ScriptedDialogue('56302e31');
    const transport = manualConsoleTransport(dialogue);
    expect(await transport.exchange('proto-ver', utf8('---'))).toEqual(utf8('V0.1'));
    expect(dialogue.shown).toEqual(['Client->Device msg : proto-ver 0 2d2d2d', 'Enter device->client msg : 56302e31']);
  });

  test('takes digits of either case, with blanks around them', async () => {
    const transport = manualConsoleTransport(new ScriptedDialogue('  CaFe\t'));
    expect(await transport.exchange('proto-ver', utf8('a'))).toEqual(Uint8Array.of(0xca, 0xfe));
  });

  test.each([
    ['', /Nothing was entered/],
    ['   ', /Nothing was entered/],
    ['0x0801', /Leave out the 0x/],
    ['0X08', /Leave out the 0x/],
    ['08 01', /Leave out the blanks/],
    ['08\t01', /Leave out the blanks/],
    ['080g', /Only the digits/],
    ['08-01', /Only the digits/],
    ['yes', /Only the digits/],
    ['080', /these are 3/],
  ])('asks again after %j, and says what is wrong', async (mistyped, told) => {
    const dialogue = new ScriptedDialogue(mistyped, mistyped, '0801');
    const transport = manualConsoleTransport(dialogue);
    expect(await transport.exchange('prov-config', utf8('a'))).toEqual(Uint8Array.of(8, 1));
    expect(dialogue.shown).toEqual([
      'Client->Device msg : prov-config 0 61',
      `Enter device->client msg : ${mistyped}`,
      expect.stringMatching(told),
      `Enter device->client msg : ${mistyped}`,
      expect.stringMatching(told),
      'Enter device->client msg : 0801',
    ]);
  });

  test('takes a dash for a refusal of the device', async () => {
    const transport = manualConsoleTransport(new ScriptedDialogue('-'));
    expect((await failureOf(transport.exchange('prov-config', utf8('a')))).code).toBe('endpoint/refused');
  });

  test('ends with a named error at the end of the input', async () => {
    const transport = manualConsoleTransport(new ScriptedDialogue('080'));
    expect((await failureOf(transport.exchange('prov-config', utf8('a')))).code).toBe('link/input-ended');
  });

  test('refuses what the line of a console does not carry before it is shown', async () => {
    const dialogue = new ScriptedDialogue('00');
    const transport = manualConsoleTransport(dialogue);
    expect(transport.maxRequest).toBe(119);
    const error = await failureOf(transport.exchange('prov-session', new Uint8Array(120)));
    expect(error.code).toBe('endpoint/request-size');
    expect(dialogue.shown).toEqual([]);
  });

  test('refuses exchanges after it was closed', async () => {
    const transport = manualConsoleTransport(new ScriptedDialogue('00'));
    await transport[Symbol.asyncDispose]();
    expect((await failureOf(transport.exchange('prov-config', utf8('a')))).code).toBe('link/closed');
  });
});
