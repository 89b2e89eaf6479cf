import { compare } from '../lib/measure.mjs';
import { commandMs, nodeMs } from '../lib/programs.mjs';

/** Short runs of the command: nearly all of their time goes to loading. */
export const cases = [
  { name: 'start-version', args: ['--version'] },
  { name: 'start-help', args: ['--help'] },
  { name: 'start-device-help', args: ['device', '--help'] },
].map(({ name, args }) => ({
  name,
  what: `esp-prov ${args.join(' ')} against the start of a bare node`,
  limit: 2,
  run: () =>
    compare(
      () => commandMs(args),
      () => nodeMs(['-e', '0']),
      { pairs: 15 },
    ),
}));
