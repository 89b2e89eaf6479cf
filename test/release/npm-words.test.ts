import { expect, test } from 'vitest';
import { npmWords } from '../../scripts/npm-words.mjs';

const refused = `npm error code ECONNREFUSED
npm error errno ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:9/zod/-/zod-4.1.0.tgz failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error     at ClientRequest.<anonymous> (/usr/lib/node_modules/npm/node_modules/minipass-fetch/lib/index.js:130:14)
npm error   code: 'ECONNREFUSED',
npm error }
npm error A complete log of this run can be found in: /home/me/.npm/_logs/1-debug-0.log
`;

test('What to do without a network is said in a sentence', () => {
  expect(npmWords(refused)).toBe(
    'npm cannot reach http://127.0.0.1:9 (ECONNREFUSED). Expected a network, or another registry, for example: npm config set registry ADDRESS',
  );
  expect(npmWords('npm ERR! code EAI_AGAIN\n')).toContain('npm cannot reach its registry (EAI_AGAIN).');
});

test('A folder that may not be written to is said', () => {
  expect(npmWords('npm error code EACCES\nnpm error syscall mkdir\n')).toContain('npm may not write to the folder');
});

test('Other words of npm stay, and its stack traces do not', () => {
  const printed = refused
    .replaceAll('code ECONNREFUSED', 'code EUSAGE')
    .replace(/^.*FetchError.*$/m, 'npm error Run "npm install"');
  expect(npmWords(printed)).toBe('code EUSAGE\nerrno ECONNREFUSED\nRun "npm install"');
});
