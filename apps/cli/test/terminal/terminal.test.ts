import { describe, expect, test } from 'vitest';
import { startDevice } from '../support/device.ts';
import { commandFile, run, testTimeoutMs } from '../support/program.ts';
import { secrets } from '../support/secrets.ts';
import { clientInTerminal as client, hasTerminal, inTerminal, keys, requireTerminal } from '../support/terminal.ts';

describe.concurrent('in a terminal', { timeout: testTimeoutMs }, () => {
  test('everything that is missing is asked for, and secrets are not shown', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using running = client(['--service_name', device.address]);
    await running.sees(/Proof of possession/);
    running.type(`${secrets.pop}${keys.enter}`);
    await running.sees(/Network to join.+Scan again/s);
    running.type(`${keys.up}${keys.enter}`);
    await running.sees(/The device is scanning.+The device is scanning.+Network to join.+Scan again/s);
    running.type(keys.enter);
    await running.sees(/Wi-Fi password/);
    running.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await running.ended();
    expect(stdout).toMatch(/Provisioning was successful: .*192\.168\.43\.220/);
    // Masked, and not merely left out, so that a user sees that the keys arrive.
    expect(stdout).toContain('•'.repeat(secrets.password.length));
    expect(code).toBe(0);
  });

  test.each(['Proof of possession', 'Network to join', 'Wi-Fi password'])(
    'Ctrl-C at “%s” ends the client with code 130, and the device stays usable',
    async (question) => {
      if (!hasTerminal) return;
      await using device = await startDevice();
      const given = question === 'Proof of possession' ? [] : ['--pop', secrets.pop];
      const named = question === 'Wi-Fi password' ? ['--ssid', 'myssid'] : [];
      await using running = client(['--service_name', device.address, ...given, ...named]);
      await running.sees(new RegExp(question));
      running.type(keys.ctrlC);
      const ended = await running.ended();
      expect(ended.stdout).toContain('Interrupted.');
      expect(ended.code).toBe(130);
      expect((await run(['scan', '--service_name', device.address, '--pop', secrets.pop])).code).toBe(0);
    },
  );

  test('the password of an open network is not asked for', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using running = client(['--service_name', device.address, '--pop', secrets.pop]);
    await running.sees(/Network to join/);
    running.type(`\u001b[B\u001b[B${keys.enter}`);
    const { code, stdout } = await running.ended();
    expect(stdout).toMatch(/Provisioning was successful: .*Cafe-Guest/);
    expect(stdout).not.toContain('Wi-Fi password');
    expect(code).toBe(0);
  });

  test('an enterprise network is marked, and picked only by whoever insists', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using running = client(['--service_name', device.address, '--pop', secrets.pop]);
    await running.sees(/Network to join.+Corp.+not by password.+Scan again/s);
    const lastNetwork = `${keys.up}${keys.up}${keys.up}${keys.enter}`;
    running.type(lastNetwork);
    await running.sees(/Corp is an enterprise network.+Choose another network.+Send a password all the same/s);
    running.type(keys.enter);
    await running.sees(/Send a password all the same.+Network to join.+Scan again/s);
    running.type(lastNetwork);
    await running.sees(/Send a password all the same.+Network to join.+Send a password all the same/s);
    running.type(`${keys.down}${keys.enter}`);
    await running.sees(/Wi-Fi password/);
    running.type(keys.ctrlC);
    expect((await running.ended()).code).toBe(130);
  });

  test('a password that cannot be right for the network is asked for again, with the reason', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using running = client(['--service_name', device.address, '--pop', secrets.pop]);
    await running.sees(/Network to join/);
    running.type(keys.enter);
    await running.sees(/Wi-Fi password/);
    running.type(`short${keys.enter}`);
    await running.sees(/the passphrase has 5 bytes, and WPA takes 8 to 63/);
    // The field is empty again, for eyes and for keys.
    running.type(keys.enter);
    await running.sees(/the network wants a passphrase/);
    running.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await running.ended();
    expect(stdout).toContain('Provisioning was successful');
    expect(code).toBe(0);
  });

  test('the network of a device that cannot scan is asked for by its name', async (context) => {
    requireTerminal(context);
    await using device = await startDevice(['--fast', '--profile', 'idf-3.2']);
    await using running = client(['--service_name', device.address, '--legacy', '--pop', secrets.pop]);
    await running.sees(/Name of the network/);
    running.type(`myssid${keys.enter}`);
    await running.sees(/Wi-Fi password/);
    running.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await running.ended();
    expect(stdout).toContain('Provisioning was successful');
    expect(code).toBe(0);
  });

  test('a secret that is read from standard input is asked for, and not shown', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using running = client(['scan', '--service_name', device.address, '--pop-file', '-']);
    await running.sees(/Proof of possession/);
    running.type(`${secrets.pop}${keys.enter}`);
    const { code, stdout } = await running.ended();
    expect(stdout).toContain('myssid');
    expect(code).toBe(0);
  });

  test('a QR code is black on white, whatever the colours of the terminal', async (context) => {
    requireTerminal(context);
    const command = [process.execPath, commandFile, 'qr', '--name', 'PROV_1'];
    await using coloured = inTerminal(command, { NO_COLOR: '' });
    const { stdout } = await coloured.ended();
    const rows = stdout.split('\r\n').filter((line) => /[▀▄█]/.test(line));
    expect(rows.length).toBeGreaterThan(14);
    for (const row of rows) {
      expect(row.startsWith('\u001b[30;107m    ')).toBe(true);
      expect(row.endsWith('    \u001b[0m')).toBe(true);
    }
    await using plain = inTerminal(command);
    expect((await plain.ended()).stdout).not.toContain('\u001b[');
  });
});
