// Generates packages/protocol/src/messages/generated from the .proto files; with --check it only compares.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, 'packages/protocol/src/messages/generated');
const check = process.argv.includes('--check');
const out = check ? temporaryFolder('esp-prov-messages-').path : committed;

// buf is fetched only here: its binary weighs more than all other tools together.
const template = JSON.stringify({
  version: 'v2',
  clean: !check,
  plugins: [
    {
      local: ['npx', '--no-install', 'protoc-gen-es'],
      out,
      opt: ['target=ts', 'erasable_syntax=true', 'import_extension=ts'],
    },
  ],
});
const run = spawnSync(
  'npx',
  ['--yes', '--package=@bufbuild/buf@1.75.0', 'buf', 'generate', 'packages/protocol/proto', '--template', template],
  { cwd: root, stdio: 'inherit' },
);
if (run.status !== 0) process.exit(run.status ?? 1);

if (check) {
  const names = new Set([...readdirSync(out), ...readdirSync(committed)]);
  const differing = [...names].filter((name) => read(join(out, name)) !== read(join(committed, name)));
  if (differing.length > 0) {
    console.error(`Generated messages differ from the .proto files: ${differing.join(', ')}. Run: npm run messages`);
    process.exit(1);
  }
  console.log(`Generated messages match the .proto files (${names.size} files).`);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
