import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anyCode } from './run-expecting.mjs';

/** Runs everything that needs no device, flash images above all. Returns the commands that were run. */
export async function withoutDevice(command, work) {
  const done = new Set();
  const run = (name, args, options) => {
    done.add(name);
    return command.run([...name.split(' '), ...args], options);
  };

  await command.run(['--version'], { says: /^esp-prov \d+\.\d+\.\d+/ });
  await command.run(['--no-such-option'], { code: 2, says: /usage\// });
  for (const shell of ['bash', 'zsh', 'fish']) await run('completion', [shell], { says: /esp-prov/ });
  await run('errors', ['wifi/auth-error'], { says: /wifi\/auth-error/ });
  await run('errors', ['--json']);
  // What this machine lacks is not judged here.
  await run('doctor', ['--json'], { code: anyCode, says: /"result":/ });
  await run('credentials', ['--username', 'wifiprov', '--password', 'abcd1234'], { says: /salt/i });
  await run('credentials', ['--username', 'wifiprov', '--generate', '--nvs', 'fctry.bin']);
  await run('credentials check', ['fctry.bin', '--password', 'another'], { code: 6, says: /does not belong/ });
  await run('flash nvs check', ['fctry.bin', '--factory', '--json'], { says: /sec2_salt/ });

  await run('qr', ['--name', 'PROV_261FCC', '--pop', 'abcd1234'], { says: /PROV_261FCC|█|▀/ });
  for (const file of ['label.png', 'label.svg']) {
    await run('qr', ['--name', 'PROV_261FCC', '--pop', 'abcd1234', '--out', file]);
  }
  await run('qr read', ['label.png', '--json'], { says: /abcd1234/ });

  // The header of a picture without one, 8 by 8.
  const jpeg = Buffer.from('ffd8ffc0001108000800080301220002110103110100ffd9', 'hex');
  writeFileSync(join(work, 'label.jpg'), jpeg);
  await run('qr read', ['label.jpg', '--json'], { code: 2, says: /qr\/unreadable/ });

  await unusualArguments(command, work);

  // It serves until Ctrl-C, and this machine may have no browser: a folder that holds no page ends it.
  const noPage = { code: 9, says: /host\/file-unusable/ };
  await run('web', ['--no-open', '--app', '.', '--json'], noPage);
  await command.run(['device', '--transport', 'softap', '--serve-app', '.', '--json'], noPage);

  await asBoard(command, work);

  await run('flash create', ['dev.bin'], { says: /dev\.bin/ });
  await run('flash table', ['dev.bin'], { says: /nvs,\s*data/ });
  await run('flash nvs set', ['dev.bin', 'app', 'count', 'u32', '7']);
  await run('flash nvs get', ['dev.bin', 'app', 'count'], { says: /7/ });
  await run('flash nvs list', ['dev.bin'], { says: /count/ });
  await run('flash nvs dump', ['dev.bin'], { says: /count/ });
  await run('flash nvs check', ['dev.bin']);
  await run('flash nvs stats', ['dev.bin', '--json']);
  await run('flash nvs erase', ['dev.bin', 'app', 'count']);
  await run('flash nvs purge', ['dev.bin']);
  await run('flash read', ['dev.bin', 'nvs.bin', '--partition', 'nvs']);
  await run('flash write', ['dev.bin', 'nvs.bin', '--partition', 'nvs']);
  await run('flash nvs generate-key', ['keys.bin']);
  await run('flash nvs encrypt', ['nvs.bin', 'secret-nvs.bin', '--key-file', 'keys.bin']);
  await run('flash nvs decrypt', ['secret-nvs.bin', 'plain-nvs.bin', '--key-file', 'keys.bin']);
  if (!readFileSync(join(work, 'plain-nvs.bin')).equals(readFileSync(join(work, 'nvs.bin')))) {
    throw new Error('what was encrypted and decrypted is not what it was');
  }
  writeFileSync(join(work, 'factory.csv'), 'key,type,encoding,value\napp,namespace,,\ncount,data,u32,7\n');
  await run('flash nvs generate', ['factory.csv', 'factory.bin', '--size', '0x6000']);
  await run('flash nvs get', ['factory.bin', 'app', 'count'], { says: /7/ });
  await run('flash erase-region', ['dev.bin', '0x9000', '0x6000'], { says: /erased/ });
  await run('flash erase-partition', ['dev.bin', 'nvs'], { says: /erased/ });
  await run('flash erase-flash', ['dev.bin'], { says: /erased/ });
  return done;
}

/** What a Linux board is made of, where there is none: neither a bus nor a radio. */
async function asBoard(command, work) {
  const board = ['device', '--linux'];
  const root = join(work, 'root');
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  writeFileSync(join(root, 'usr/bin/esp-prov'), '');
  await command.run([...board, '--install', '--apply', '--root', root], { says: /6 files installed/ });
  await command.run([...board, '--uninstall', '--apply', '--root', root], { says: /6 files uninstalled/ });
  const env = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent' };
  const state = ['--state', 'state'];
  await command.run([...board, '--show-label', ...state], { code: 9, says: /host\/file-unusable/ });
  await command.run([...board, '--reset', ...state], { env, code: 9, says: /board\/no-service/ });
  await command.run([...board, ...state, '--json'], { env, code: 9, says: /board\/no-service/ });
  await command.run(['doctor', '--linux', '--json'], { code: anyCode, says: /"result":/ });
}

/** Secrets from files, bytes that are no text, and questions without anybody to answer them. */
async function unusualArguments(command, work) {
  writeFileSync(join(work, 'pop.txt'), 'abcd1234\n');
  const info = ['info', '--service-name', '127.0.0.1:1', '--json'];
  const unreachable = { code: 4, says: /link\/unreachable/ };
  await command.run([...info, '--pop-file', 'pop.txt'], unreachable);
  await command.run([...info, '--qr', 'label.png', '--transport', 'softap'], unreachable);
  await command.run([...info, '--plain'], { code: anyCode });
  // Nobody is there, and this machine may have no Wi-Fi.
  await command.run(['discover', '--ble', 'virtual', '--timeout', '1', '--json'], { code: anyCode });
  await command.run(['info', '--transport', 'softap', '--join', 'PROV_261FCC', '--json'], { code: anyCode });
  await command.run(['device', '--show-air'], { code: anyCode });
  await command.run([...info, '--pop', '\u{fffd}'], { code: 2, says: /usage\// });
  await command.run(info, { env: { ESP_PROV_POP: '\u{fffd}' }, code: 2, says: /usage\// });
  await command.run(['scan', '--plain', '--service-name', '127.0.0.1:1'], { code: 4, says: /link\/unreachable/ });
}
