import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A turn of phrase that texts of the house do not use, and what stands in its place. */
export interface WordRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Lines with this in them may have it. */
  readonly except?: RegExp;
  /** Files whose path matches may have it: they run programs that are spelled so. */
  readonly exceptIn?: RegExp;
}

/** A line that breaks a rule. */
export interface WordOffence {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

const written = ['.md', '.ts', '.mjs', '.py', '.sh', '.schema.json', '/run'];

/** Generated or recorded text, and the history of what was said in earlier releases. */
const excepted =
  /^(release\/|CHANGELOG\.md|docs\/reference\/(errors|json)\.md|test\/vectors\/|test\/house\/(support\/)?words)/;

const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'temp', 'coverage', '.git', 'api']);

/** What a build of packages and releases leaves at the root. */
const made: ReadonlySet<string> = new Set(['stage', 'release']);

/** Returns the paths of all texts below `root` that people write, relative to it. */
export function textFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) || made.has(path) ? [] : textFiles(root, path);
    const isText = entry.isFile() && written.some((end) => path.endsWith(end)) && !excepted.test(path);
    return isText ? [path] : [];
  });
}

/** Returns the lines of a file that break a rule. */
export function offencesOf(path: string, text: string, rules: readonly WordRule[]): WordOffence[] {
  return text.split('\n').flatMap((line, index) =>
    rules
      .filter(({ exceptIn }) => exceptIn?.test(path) !== true)
      .filter(({ pattern, except }) => pattern.test(line) && except?.test(line) !== true)
      .map(({ name }) => ({ path, line: index + 1, rule: name })),
  );
}

/** Returns every offence below `root`. */
export function findOffences(root: string, rules: readonly WordRule[]): WordOffence[] {
  return textFiles(root).flatMap((path) => offencesOf(path, readFileSync(join(root, path), 'utf8'), rules));
}
