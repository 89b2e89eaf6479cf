import { command } from '../../support/esp-prov.mjs';
import { startProgram } from '../../support/program.mjs';

/** Starts `esp-prov web` with the page as it was built; `url` is the address that it prints. */
export async function startHelper(args) {
  const program = startProgram(process.execPath, [command, 'web', '--no-open', '--json', ...args]);
  const url = await program.sees((output) => {
    const line = output.split('\n').find((each) => each.includes('"serving"'));
    return line === undefined ? undefined : JSON.parse(line).url;
  }, 'the address of the helper');
  let ending;
  return {
    url,
    stop() {
      ending ??= program.stop();
      return ending;
    },
  };
}
