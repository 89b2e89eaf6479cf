// Whether our adapters fit the interfaces of RainMaker Neo as its checkout has them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from '../support/checks.mjs';
import { runProgram } from '../support/program.mjs';

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const ours = fileURLToPath(new URL('../../packages/client/dist/rainmaker/index.d.ts', import.meta.url));

const source = `
import type { ESPProvisionAdapterInterface } from 'checkout/types/provision';
import type { ESPLocalControlAdapterInterface } from 'checkout/types/localControl';
import { RainmakerLocalControlAdapter, RainmakerProvisionAdapter } from 'ours';
declare const open: (address: string) => never;
export const provisioning: ESPProvisionAdapterInterface = new RainmakerProvisionAdapter({});
export const control: ESPLocalControlAdapterInterface = new RainmakerLocalControlAdapter({ open });
// @ts-expect-error -- an adapter without methods; if the interface had no type, it would fit
export const none: ESPProvisionAdapterInterface = {};
`;

export function typeCases(checkout, folder) {
  return [['fit the interfaces of the checkout', () => fits(checkout, folder)]];
}

async function fits(checkout, folder) {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    types: [],
    paths: { 'checkout/*': [join(checkout, 'src/*')], ours: [ours] },
  };
  writeFileSync(join(folder, 'adapters.ts'), source);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['adapters.ts'] }));
  const { code, output } = await runProgram(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
  check(code === 0, output);
}
