import { describe, expect, test } from 'vitest';
import { deviceLine, deviceTable } from '../../src/reach/ble/device-table.ts';
import { Program, testTimeoutMs } from '../support/program.ts';

const evil = 'v1\u001b]0;owned\u0007\u001b[2J\r';

/** With which a device of security 0 opens a session. */
const sessionAnswer = '52050801aa0100';

describe('what others say', () => {
  test.each([40, 80])('steers no terminal as the name of a device in %i columns', (width) => {
    const device = { id: '02:00:00:00:00:01', name: evil, rssi: -50, services: [], manufacturerData: undefined };
    for (const line of [deviceLine(device, width), ...deviceTable([device])]) expect(line).not.toMatch(/\p{Cc}/u);
  });

  test.each([
    ['result', ['info']],
    ['progress', ['--ssid', 'myssid', '--passphrase', '']],
    ['error', ['info', '--proto_ver', 'v1']],
  ])(
    'steers no terminal as %s of the command',
    async (_, args) => {
      const said = JSON.stringify({ prov: { ver: evil, sec_ver: 0, cap: [evil] } });
      await using program = new Program([...args, '--transport', 'console'], { stdin: 'pipe' });
      await program.asks(/Enter device->client msg : $/);
      program.type(`${Buffer.from(said).toString('hex')}\n${sessionAnswer}\n-\n`);
      const { stdout, stderr } = await program.ended();
      expect(`${stdout}${stderr}`).toContain('\u{fffd}[2J');
      for (const control of ['\u001b', '\u0007', '\r']) expect(`${stdout}${stderr}`).not.toContain(control);
    },
    testTimeoutMs,
  );
});
