// The examples for both SDKs, as they stand; that for RainMaker Neo with the checkout in the place of its package.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { check } from '../support/checks.mjs';
import { runProgram } from '../support/program.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

export function baseExample() {
  return [['examples/rainmaker.mjs', () => joins(join(root, 'examples/rainmaker.mjs'))]];
}

export function neoExample(checkout, folder) {
  const example = async () => {
    const sdk = join(folder, 'neo-package.ts');
    const [index, methods] = ['src/index', 'src/methods/export'].map((file) => JSON.stringify(join(checkout, file)));
    writeFileSync(sdk, `export * from ${index};\nimport ${methods};\n`);
    const outfile = join(folder, 'rainmaker-neo.mjs');
    await build({
      entryPoints: [join(root, 'examples/rainmaker-neo.mjs')],
      alias: { '@espressif/rainmaker-neo-base-sdk': sdk },
      bundle: true,
      format: 'esm',
      platform: 'node',
      nodePaths: [join(root, 'node_modules')],
      outfile,
      logLevel: 'error',
    });
    await joins(outfile);
  };
  return [['examples/rainmaker-neo.mjs', example]];
}

async function joins(file) {
  const { code, output, errors } = await runProgram(process.execPath, [file], { cwd: root });
  check(code === 0 && output.includes('the device has joined'), `${output}${errors}`);
}
