import { join } from 'node:path';
import { root } from './workspaces.mjs';

/** How TypeScript sees the packages as a consumer does: no source condition, so that siblings are read from their build. */
export const consumerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  strict: true,
  skipLibCheck: true,
};
