import type { Command } from 'commander';
import { makeOutput } from '../../report/output.ts';
import { type CompletionNode, completionTree } from './completion-tree.ts';

/** Shells that completion is made for. */
export type Shell = 'bash' | 'zsh' | 'fish';

const scripts: Readonly<Record<Shell, () => Promise<(nodes: readonly CompletionNode[]) => string>>> = {
  bash: async () => (await import('./bash.ts')).bashCompletion,
  zsh: async () => (await import('./zsh.ts')).zshCompletion,
  fish: async () => (await import('./fish.ts')).fishCompletion,
};

/** Prints the script for a shell. */
export async function printCompletion(
  program: Command,
  shell: Shell,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const script = (await scripts[shell]())(completionTree(program, 'provision'));
  makeOutput({ json }).result({ result: 'completion', shell, script }, script.trimEnd(), { raw: true });
}
