import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Provisions virtual devices over HTTP, by every command that talks to one. Returns the commands that were run. */
export async function overHttp(command, work) {
  const device = (...args) => command.startDevice(['--transport', 'softap', ...args]);
  const { address, stop } = await device('--no-auto-stop', '--flash', 'http.bin');
  const reach = ['--service-name', address, '--pop', 'abcd1234', '--json'];
  const network = ['--ssid', 'myssid', '--passphrase', 'mypassword'];
  await command.run(['info', ...reach], { says: /"result":/ });
  await command.run(['scan', ...reach], { says: /myssid/ });
  await command.run(['provision', ...reach, ...network.slice(0, 2), '--passphrase', 'wrongpassword'], {
    code: 1,
    says: /wifi\/auth-error/,
  });
  await command.run(['reset', ...reach]);
  // In its usual place, without the name of the command.
  await command.run([...reach, ...network], { says: /"result":"(connected|provisioned)"/ });
  await command.run(['reprov', ...reach]);
  await command.run(['send', 'custom-data', 'hello', ...reach]);
  await stop();

  writeFileSync(join(work, 'lamp.yaml'), 'endpoints:\n  lamp-state: { json: { on: true } }\n');
  const lamp = await device('--name', 'LAMP_1', '--endpoints', 'lamp.yaml');
  const toLamp = ['--service-name', lamp.address, '--pop', 'abcd1234', '--json'];
  await command.run(['send', 'lamp-state', 'x', ...toLamp], { says: /"result":/ });
  writeFileSync(join(work, 'lines.txt'), '# twice\nlamp-state x\nlamp-state y\n');
  await command.run(['session', '--file', 'lines.txt', ...toLamp], { says: /"result":"session","answers":2/ });
  await lamp.stop();

  const light = await device('--vendor', 'rainmaker');
  const toLight = ['--service-name', light.address, '--pop', 'abcd1234', '--json'];
  await command.run(['send', 'get_config', ...toLight], { says: /led_light/ });
  await light.stop();

  const second = await device('--security', '2');
  writeFileSync(
    join(work, 'devices.csv'),
    `service_name,sec2_username,sec2_pwd\n${second.address},wifiprov,abcd1234\n`,
  );
  await command.run(['provision', '--batch', 'devices.csv', ...network, '--json'], { says: /"result":/ });
  await second.stop();
  await command.run(['info', '--service-name', '127.0.0.1:1', '--json'], { code: 4, says: /"code":"link\// });
  return new Set(['device', 'info', 'scan', 'provision', 'reset', 'reprov', 'send', 'session']);
}
