import { describe, expect, test } from 'vitest';
import { requireBus, startBleDevice } from '../../support/ble-device.ts';
import { credentials } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

describe('a virtual device that is set up already', { timeout: testTimeoutMs }, () => {
  test('says so over Bluetooth, takes no credentials, and answers in a session', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    const args = ['--profile', 'netprov-1.4', '--security', '1', '--session-only', '--fast'];
    const flash = ['--flash', scratch.path('dev.bin')];
    const [, ...network] = credentials('PROV_261FCC');
    const to = ['--service-name', 'PROV_261FCC'];
    {
      await using device = await startBleDevice(...args, ...flash);
      const provisioned = await run(['provision', '--service-name', ...network], device.options);
      expect(provisioned).toMatchObject({ code: 0 });
      await device.program.sees(/Provisioning ended/);
      // Until it starts again it says that it takes credentials, and refuses them.
      const again = await run(['provision', '--service-name', ...network], device.options);
      expectFailure(again, 5, 'device/session-only');
    }
    await using device = await startBleDevice(...args, ...flash);
    const info = await run(['info', ...to], device.options);
    expect(info.stdout).toMatch(/^State +set up already: a secure session, and no provisioning\n/);
    expect(info.stdout).toMatch(/\nEndpoints +prov-session, proto-ver, custom-data\n/);
    const json = jsonLines(await run(['info', ...to, '--json'], device.options)).at(-1);
    expect(json).toMatchObject({ sessionOnly: true, endpoints: ['prov-session', 'proto-ver', 'custom-data'] });
    const refused = await run(['provision', '--service-name', ...network], device.options);
    expectFailure(refused, 5, 'device/session-only');
    await using program = new Program(['session', ...to, '--pop', secrets.pop], { ...device.options, stdin: 'pipe' });
    program.type('custom-data hello\n');
    await program.sees(/SUCCESS/);
    program.endInput();
    expect(await program.ended()).toMatchObject({ code: 0, stdout: 'SUCCESS\n' });
  });
});
