// Makes everything of a release but the upload, in `release/`: `npm run release:dry -- [--out FOLDER] [--allow-dirty]
// [--base /sub/] [--untried] [--twice]`. Wants a build. `--twice` makes it again elsewhere, and compares. docs/releasing.md says what is checked and what to do with the result.
import { readArguments } from '../site/command/read-arguments.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { plainFailures } from './plain-failures.mjs';
import { makeRelease } from './release/make-release.mjs';
import { orRefuse, scriptArguments } from './script-arguments.mjs';

const { values } = scriptArguments({
  example: 'npm run release:dry -- --out /tmp/release',
  options: {
    out: { type: 'string', default: 'release' },
    base: { type: 'string', default: '/' },
    'allow-dirty': { type: 'boolean', default: false },
    untried: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
  },
});
plainFailures('release');
// The site is built late; what it would refuse is refused now.
orRefuse(() => readArguments(['--base', values.base]));
const { out, base, 'allow-dirty': allowDirty, untried, twice } = values;
const failed = await oneAtATime('release:dry', () => makeRelease({ out, base, allowDirty, untried, twice }));
if (failed) process.exitCode = 1;
