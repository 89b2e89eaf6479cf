import { describe, expect, test } from 'vitest';
import { addressedCommand, calledAs, requireKnownCommand } from '../../src/options/command-names.ts';
import { buildProgram } from '../../src/program.ts';

const program = buildProgram();

describe('the first words of a command line', () => {
  test.each([
    ['provison --pop x', '"provison" (Did you mean provision?)'],
    ['scna', '"scna" (Did you mean scan?)'],
    ['flash erse', '"erse" (Did you mean erase-region, erase-partition or erase-flash?)'],
    ['flash nvs generate-keys', '"generate-keys" (Did you mean generate-key?)'],
    ['qr reed', '"reed" (Did you mean read?)'],
    ['hlep', '"hlep" (Did you mean help?)'],
  ])('name a command, and “%s” is refused: %s', (line, told) => {
    expect(() => requireKnownCommand(program, line.split(' '))).toThrow(`there is no command ${told}`);
  });

  test('are not repeated where they are like no command: they may be a secret', () => {
    expect(() => requireKnownCommand(program, ['hunter2'])).toThrow(
      /^there is no command of that name\. The commands are provision, .*[a-z]\. A value with spaces needs quotes$/,
    );
    expect(() => requireKnownCommand(program, ['flash', 'hunter2'])).toThrow(/\. The commands of flash are create, /);
  });

  test.each(['--pop provison', 'send custom-data', 'flash table provison', 'scan', 'flash', '', 'errors wifi'])(
    'may be as in “%s”',
    (line) => {
      expect(() => requireKnownCommand(program, line.split(' ').filter(Boolean))).not.toThrow();
    },
  );

  test.each([
    ['', 'esp-prov'],
    ['--help', 'esp-prov'],
    ['--ssid x', 'esp-prov provision'],
    ['nosuch', 'esp-prov'],
    ['flash nvs list x', 'esp-prov flash nvs list'],
    ['flash erase_flash', 'esp-prov flash erase-flash'],
  ])('of “%s” address %s', (line, called) => {
    expect(calledAs(addressedCommand(program, line.split(' ').filter(Boolean)))).toBe(called);
  });
});
