// What the executable starts with. esbuild bundles it with all that it may load into one CommonJS file.
import { getAsset } from 'node:sea';

// Of a single executable the arguments begin behind its path, as behind that of a script.
const args = process.argv.slice(2);
let ended = false;

if (args[0] === '--noble-host') {
  void import('../../packages/client/src/noble/host-process.ts');
} else if (args[0] === '--licences') {
  for (const name of ['LICENSE', 'THIRD-PARTY.txt']) process.stdout.write(`${getAsset(name, 'utf8')}\n`);
} else {
  // As of the package: that nothing is left to wait for is no success.
  process.on('beforeExit', () => {
    if (ended) return;
    ended = true;
    process.exitCode = 13;
    process.stderr.write('esp-prov: nothing is left to wait for, but the command has not ended\n');
  });
  void import('../../apps/cli/src/main.ts')
    .then(({ main }) => main(args))
    .then((code) => {
      ended = true;
      process.exitCode = code;
    });
}
