// Compares what is public with the newest version in api/released, and fails where the version of the repository is lower
// than the changes demand. Wants a build and reports that are up to date (`npm run api:check`).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { judgeChanges } from './released/judge-changes.mjs';
import { publicSurface } from './released/public-surface.mjs';
import { scriptArguments } from './script-arguments.mjs';
import { root } from './workspaces.mjs';

plainFailures('api:released');
scriptArguments({ example: 'npm run api:released' });

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { words, isWrong } = judgeChanges(join(root, 'api/released'), { version, current: publicSurface() });
console.log(words);
process.exitCode = isWrong ? 1 : 0;
