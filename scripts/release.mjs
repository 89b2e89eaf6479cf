// Makes everything of a release but the upload, in `release/`: `npm run release:dry -- [--out FOLDER] [--allow-dirty]
// [--base /sub/] [--untried] [--twice]`. Wants a build. `--twice` makes it again elsewhere, and compares. docs/releasing.md says what is checked and what to do with the result.
import { parseArgs } from 'node:util';
import { makeRelease } from './release/make-release.mjs';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'release' },
    base: { type: 'string', default: '/' },
    'allow-dirty': { type: 'boolean', default: false },
    untried: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
  },
});
const failed = await makeRelease({
  out: values.out,
  base: values.base,
  allowDirty: values['allow-dirty'],
  untried: values.untried,
  twice: values.twice,
});
process.exitCode = failed ? 1 : 0;
