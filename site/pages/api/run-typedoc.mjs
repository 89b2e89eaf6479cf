// The doc comments of all entry points as Markdown, by TypeDoc.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consumerOptions } from '../../../scripts/consumer-options.mjs';
import { runInGroup } from '../../../scripts/run-in-group.mjs';
import { temporaryFolder } from '../../../scripts/temporary-folder.mjs';
import { root } from '../../../scripts/workspaces.mjs';
import { writeWhole } from '../../../scripts/write-whole.mjs';

const site = fileURLToPath(new URL('../../', import.meta.url));
const child = fileURLToPath(new URL('typedoc-process.mjs', import.meta.url));
const cache = join(site, 'dist/cache/api');

const compilerOptions = { ...consumerOptions, noEmit: true };

/**
 * An entry point as TypeDoc writes it.
 *
 * @typedef {{ name: string, url: string, text: string }} ApiText `url`: the path by which the links of the others lead
 *   there
 */

/**
 * Returns the Markdown of every entry point. What was made from the same declarations before is taken from
 * `site/dist/cache`.
 *
 * @param {readonly import('./entry-points.mjs').EntryPoint[]} entries
 * @returns {Promise<ApiText[]>}
 * @throws Error with all warnings of TypeDoc, such as a link to nothing or an export without a comment
 */
export async function runTypedoc(entries) {
  const file = join(cache, `${contentHash(entries)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const { path: folder, remove } = temporaryFolder('esp-prov-api-pages-');
  try {
    const texts = await inOneLanguage(entries, folder);
    rmSync(cache, { recursive: true, force: true });
    writeWhole(file, JSON.stringify(texts));
    return texts;
  } finally {
    await remove();
  }
}

/** Runs TypeDoc in one language: it makes anchors and orders names by that of the process. */
async function inOneLanguage(entries, folder) {
  const env = { ...process.env, LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8' };
  writeFileSync(join(folder, 'entries.json'), JSON.stringify(entries));
  const { status, signal, stdout, stderr } = await runInGroup(process.execPath, [child, folder], { env });
  if (status !== 0) throw new Error(stderr || `TypeDoc ended with ${signal ?? `exit ${status}`}`);
  return JSON.parse(stdout);
}

/** Returns the Markdown of every entry point; what runs TypeDoc calls it. */
export async function textsOf(entries, folder) {
  // Only the site has it installed.
  const { Application, TSConfigReader } = await import('typedoc');
  const tsconfig = join(folder, 'tsconfig.json');
  const files = entries.map(({ types }) => types);
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files }));
  const app = await Application.bootstrapWithPlugins({ ...settings, entryPoints: files, tsconfig, out: folder }, [
    new TSConfigReader(),
  ]);
  const warnings = [];
  app.logger = new (await loggerOf(warnings))();
  const project = await app.convert();
  if (project === undefined) throw new Error(`TypeDoc failed:\n${warnings.join('\n')}`);
  for (const module of project.children) {
    const { name } = entries.find(({ types }) => types === project.files.getReflectionPath(module)) ?? {};
    if (name === undefined) throw new Error(`TypeDoc has a module that is no entry point: ${module.name}`);
    module.name = name;
  }
  app.validate(project);
  warnings.push(...undocumentedExports(project));
  const texts = [];
  app.renderer.on('endPage', ({ model, url, contents }) => {
    if (model !== project) texts.push({ name: model.name, url, text: contents });
  });
  await app.outputs.writeOutput({ name: 'markdown', path: folder }, project);
  if (warnings.length > 0) throw new Error(`TypeDoc has complaints about doc comments:\n${warnings.join('\n')}`);
  return texts;
}

/** TypeDoc's own check is about members too, which often say all by their name. */
function undocumentedExports(project) {
  return project.children.flatMap((module) =>
    (module.children ?? [])
      .filter((each) => each.variant !== 'reference' && each.name !== 'default')
      .filter((each) => !each.hasComment() && !(each.signatures ?? []).some((signature) => signature.hasComment()))
      .map((each) => `${module.name}: the export ${each.name} has no comment`),
  );
}

/** Everything that goes wrong is collected, as one run should say it all. */
async function loggerOf(warnings) {
  const { Logger, LogLevel } = await import('typedoc');
  return class extends Logger {
    log(message, level) {
      if (level === LogLevel.Warn || level === LogLevel.Error) warnings.push(message);
    }
  };
}

const settings = {
  name: 'esp-prov',
  basePath: root,
  logLevel: 'Warn',
  plugin: [join(site, 'node_modules/typedoc-plugin-markdown/dist/index.js')],
  readme: 'none',
  router: 'module',
  cleanOutputDir: false,
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  excludeProtected: true,
  // `@category` is of lit.
  excludeTags: ['@category', '@inline', '@inlineType', '@overload', '@override', '@privateRemarks', '@virtual'],
  typeDeclarationVisibility: 'compact',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  sanitizeComments: true,
  useCustomAnchors: true,
  // Headings of a README have anchors of their own.
  anchorPrefix: 'api-',
  pageTitleTemplates: { module: ({ name }) => name },
  groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables', '*'],
  validation: { notExported: true, invalidLink: true, notDocumented: false, rewrittenLink: true },
};

/** Returns a name for all that the pages are made of. */
function contentHash(entries) {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const file of [fileURLToPath(import.meta.url), join(site, 'package-lock.json')]) hash.update(readFileSync(file));
  for (const home of [...new Set(entries.map((entry) => entry.home))].sort()) {
    const built = join(root, home, 'dist');
    const names = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'));
    for (const name of names.sort()) hash.update(`${home}/${name}\0`).update(readFileSync(join(built, name)));
  }
  return hash.digest('hex').slice(0, 32);
}
