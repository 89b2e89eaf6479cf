import { check } from '../../support/checks.mjs';
import { command, runCommand } from '../../support/esp-prov.mjs';
import { runProgram } from '../../support/program.mjs';
import { boardName, boardSecrets } from './board.mjs';

/** Installs the board as a service that starts by itself, and returns it; disposal removes it again. */
export async function installBoard() {
  const { username, password } = boardSecrets;
  const identity = ['--security', '2', '--username', username, '--password', password];
  await mustRun(['device', '--linux', '--install', '--apply', '--ble-adapter', 'hci1', ...identity]);
  return {
    name: boardName,
    secrets: boardSecrets,
    /** Properties of its unit. */
    async property(name) {
      return (await systemctl('show', '--value', `--property=${name}`, 'esp-prov')).trim();
    },
    restart: () => systemctl('restart', 'esp-prov'),
    async [Symbol.asyncDispose]() {
      await mustRun(['device', '--linux', '--uninstall', '--apply']);
      await runProgram('node', [command, 'device', '--linux', '--erase']);
    },
  };
}

async function mustRun(args) {
  const { code, output, errors } = await runCommand(args);
  check(code === 0, `esp-prov ${args.join(' ')} ended with ${code}: ${output}${errors}`);
}

async function systemctl(...args) {
  const { code, output, errors } = await runProgram('systemctl', args);
  check(code === 0, `systemctl ${args.join(' ')} ended with ${code}: ${errors}`);
  return output;
}
