import { shellWord } from '../../shell-word.ts';
import type { Step } from './plan.ts';

/** How a plan is worded. */
export interface PlanWords {
  readonly applied: boolean;
  readonly force: boolean;
}

/** Words for what would be done with a file, and for what has been done. */
const words = {
  create: ['create', 'created'],
  replace: ['replace', 'replaced'],
  remove: ['remove', 'removed'],
  keep: ['unchanged', 'unchanged'],
} as const;

/** Returns one file of a plan as lines for people. What a secret is stays unsaid. */
export function stepLines(step: Step, { applied, force }: PlanWords): string[] {
  const { state, path, file } = step;
  const done = file ? 'replace' : 'remove';
  const what =
    state !== 'changed'
      ? words[state][applied ? 1 : 0]
      : force
        ? words[done][applied ? 1 : 0]
        : `CHANGED by somebody, ${done}d only with --force`;
  if (!file) return [`${what}: ${path}`];
  if (file.kind === 'link') return [`${what}: ${path}, a link to ${file.content}`];
  const head = `${what}: ${path} (mode ${modeText(file.mode)}, owner root:root)`;
  if (applied) return [head];
  if (file.kind === 'secret') return [head, '    the secret that was given'];
  return [
    head,
    ...file.content
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => (line === '' ? '' : `    ${line}`)),
    '',
  ];
}

/** Returns one file of a plan as JSON. */
export function stepEvent({ state, path, file }: Step): { readonly event: 'file' } & Record<string, unknown> {
  return {
    event: 'file',
    state,
    path,
    ...(file
      ? {
          mode: modeText(file.mode),
          owner: 'root:root',
          kind: file.kind,
          content: file.kind === 'secret' ? null : file.content,
        }
      : {}),
  };
}

/** Returns a command line as people type it. */
export function commandText(command: readonly string[]): string {
  return command.map((word) => shellWord(word, 'linux')).join(' ');
}

function modeText(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
