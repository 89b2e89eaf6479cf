import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const sources = new URL('../../packages/virtual/test/support/fuzz/', import.meta.url);
// Below node_modules, so that the packages are found from there.
const target = new URL('../../node_modules/.cache/esp-prov-fuzz/', import.meta.url);

/** Compiles the generators that the tests share with this job, and returns the folder in which they are. */
export function compileFuzzing() {
  mkdirSync(target, { recursive: true });
  writeFileSync(new URL('package.json', target), '{ "type": "module" }\n');
  for (const name of readdirSync(sources).filter((each) => each.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(new URL(name, sources), 'utf8'), {
      fileName: name,
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    writeFileSync(new URL(name.replace(/\.ts$/, '.js'), target), outputText);
  }
  return fileURLToPath(target);
}
