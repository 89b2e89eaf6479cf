import { compare } from '../lib/measure.mjs';
import { commandMs, nodeMs } from '../lib/programs.mjs';

/** Short runs of the command: nearly all of their time goes to loading. */
export const cases = [
  { name: 'start-version', args: ['--version'], limit: 1.35 },
  { name: 'start-help', args: ['--help'], limit: 1.5 },
  { name: 'start-device-help', args: ['device', '--help'], limit: 1.5 },
].map(({ name, args, limit }) => ({
  name,
  what: `esp-prov ${args.join(' ')} against the start of a bare node`,
  limit,
  run: () =>
    compare(
      () => commandMs(args),
      () => nodeMs(['-e', '0']),
      { pairs: 15 },
    ),
}));
