import { describe, expect, test } from 'vitest';
import { testTimeoutMs } from '../../support/program.ts';
import { secrets } from '../../support/secrets.ts';
import { openSessionDevice, type SessionDevice } from '../../support/session-device.ts';
import { clientInTerminal, keys, requireTerminal } from '../../support/terminal.ts';

const start = ({ address }: SessionDevice, ...more: string[]) =>
  clientInTerminal(['session', '--service-name', address, '--pop', secrets.pop, ...more]);

describe.concurrent('lines that are typed', { timeout: testTimeoutMs }, () => {
  test.for([{ more: [] }, { more: ['--plain'] }])(
    'are answered one by one behind a prompt $more',
    async ({ more }, context) => {
      requireTerminal(context);
      await using device = await openSessionDevice();
      await using program = start(device, ...more);
      const prompt = new RegExp(`${device.address}> `);
      await program.asks(/Ctrl-D ends the session\.\s/);
      await program.asks(prompt);
      program.type(`lamp on${keys.enter}`);
      await program.asks(/\sno\s/);
      await program.asks(prompt);
      // A failure is told, and the session goes on.
      program.type(`no-such x${keys.enter}`);
      await program.asks(/error: .*no-such\.\s+\(endpoint\/not-found\)/s);
      await program.asks(prompt);
      program.type(`lamp${keys.enter}`);
      await program.asks(/error: The line cannot be sent: it has no data/);
      await program.asks(prompt);
      program.type('\u0004');
      expect((await program.ended()).code).toBe(0);
      expect(device.heard).toEqual(['lamp on']);
    },
  );

  test('stay as they are when the device gives no sign of life, and end by Ctrl-C', async (context) => {
    requireTerminal(context);
    await using device = await openSessionDevice();
    await using program = start(device, '--keep-alive', '0.2');
    await program.asks(new RegExp(`${device.address}> `));
    program.type('lamp o');
    device.away = true;
    await program.asks(/The device does not answer \(endpoint\/refused\)/);
    await program.asks(/> lamp o/);
    device.away = false;
    program.type(`n${keys.enter}`);
    await program.asks(/\sno\s/);
    await program.asks(/> /);
    program.type(keys.ctrlC);
    expect((await program.ended()).code).toBe(130);
    expect(device.heard).toEqual(['lamp on']);
  });
});
