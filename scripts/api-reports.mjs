// Writes api/*.api.md, the public interface of every exported subpath; with --check it only compares. Wants a build.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { consumerOptions } from './consumer-options.mjs';
import { plainFailures } from './plain-failures.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { publishedPackages, root } from './workspaces.mjs';

plainFailures('api');
const check = process.argv.includes('--check');
const folder = join(root, 'api');
const { path: temporary, remove } = temporaryFolder('esp-prov-api-');
const wrong = [];
const expected = new Set();

for (const { home, folder: packageFolder, manifest } of publishedPackages()) {
  // The command exports no module.
  if (manifest.exports === undefined) continue;
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue;
    const name = `${[basename(home), ...subpath.split('/').slice(1)].join('.')}.api.md`;
    expected.add(name);
    compare(name, report(name, packageFolder, join(packageFolder, target.types)));
  }
}
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  // What earlier versions made public is kept there.
  if (name !== 'released' && !expected.has(name)) wrong.push(`api/${name} belongs to no exported subpath`);
}
await remove();

if (wrong.length > 0) {
  for (const each of wrong) console.error(each);
  console.error('Look at the difference, and where it is wanted run: npm run api');
  process.exit(1);
}
console.log(`${check ? 'API reports match' : 'Wrote API reports of'} ${expected.size} entry points.`);

function compare(name, text) {
  if (text === undefined) return;
  const committed = join(folder, name);
  const before = existsSync(committed) ? readFileSync(committed, 'utf8') : undefined;
  if (before === text) return;
  if (!check) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(committed, text);
    return;
  }
  wrong.push(
    before === undefined ? `api/${name} is missing` : `api/${name} differs:\n${firstDifference(before, text)}`,
  );
}

function firstDifference(before, after) {
  const [old, now] = [before, after].map((text) => text.split('\n'));
  const at = now.findIndex((line, index) => line !== old[index]);
  const line = at === -1 ? now.length : at;
  return `  line ${line + 1}\n  - ${old[line] ?? '(end)'}\n  + ${now[line] ?? '(end)'}`;
}

function report(name, packageFolder, entry) {
  if (!existsSync(entry)) {
    wrong.push(`${name}: ${entry.slice(root.length)} is missing; run: npm run build`);
    return undefined;
  }
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: consumerOptions } },
      apiReport: { enabled: true, reportFileName: name, reportFolder: temporary, reportTempFolder: temporary },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'warning', addToApiReportFile: true },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
        },
        tsdocMessageReporting: {
          default: { logLevel: 'warning', addToApiReportFile: true },
          // protoc-gen-es writes `@generated`.
          'tsdoc-undefined-tag': { logLevel: 'none' },
        },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(packageFolder, 'package.json'),
  });
  const { errorCount } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      // Notes are part of the report; only what keeps it from being true goes to the terminal.
      message.handled = true;
      if (message.logLevel === 'error') wrong.push(`${name}: ${message.text}`);
    },
  });
  if (errorCount > 0) return undefined;
  // Notes name lines of the sources, which move without any change of the interface.
  return readFileSync(join(temporary, name), 'utf8').replaceAll(/^(\/\/ \S+\.ts):\d+:\d+ - /gm, '$1 - ');
}
