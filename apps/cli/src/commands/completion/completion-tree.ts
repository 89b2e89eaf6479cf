import { errorTable } from '@esp-prov/protocol';
import type { Command, Option } from 'commander';

/**
 * What may stand at a place of the command line: one of some words, a file, the label of a partition in the image that
 * is named before, or something that cannot be guessed.
 */
export type Completion =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'label' | 'any' };

/** An option as shells see it. */
export interface CompletionOption {
  /** Its spellings, the long one first. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What its value may be; undefined where it takes none. */
  readonly value: Completion | undefined;
}

/** A command as shells see it. */
export interface CompletionNode {
  /** Words from `esp-prov` on, as in `flash nvs list`; empty for `esp-prov` itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletionOption[];
  /** What its arguments may be, in their order. */
  readonly operands: readonly Completion[];
}

/** Returns every command below `program`, itself first; it has the options of its default command too. */
export function completionTree(program: Command, defaultName: string): CompletionNode[] {
  const byDefault = program.commands.find((command) => command.name() === defaultName);
  const [root, ...rest] = nodesFrom(program, '');
  if (!root || !byDefault) throw new RangeError(`there is no command ${defaultName}`);
  return [{ ...root, options: [...optionsOf(program), ...optionsOf(byDefault)].filter(isFirst) }, ...rest];
}

function nodesFrom(command: Command, path: string): CompletionNode[] {
  const node = {
    path,
    commands: command.commands.map((below) => ({ name: below.name(), description: below.description() })),
    options: optionsOf(command),
    operands: command.registeredArguments.map((operand) => completionOf(operand.name(), operand.argChoices)),
  };
  return [node, ...command.commands.flatMap((below) => nodesFrom(below, `${path} ${below.name()}`.trim()))];
}

function optionsOf(command: Command): CompletionOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
      description: option.description,
      value: valueCompletion(option),
    }));
}

function valueCompletion(option: Option): Completion | undefined {
  if (!option.required && !option.optional) return undefined;
  return completionOf(/[<[](.*)[>\]]/.exec(option.flags)?.[1] ?? '', option.argChoices);
}

/** Returns how a value is completed; a file is recognized by its name in the help. */
function completionOf(name: string, choices: readonly string[] | undefined): Completion {
  if (choices) return { kind: 'words', words: choices };
  if (name === 'code') return { kind: 'words', words: errorNames };
  if (name === 'label') return { kind: 'label' };
  return { kind: /\b(file|csv|input|output|link)\b/.test(name) ? 'file' : 'any' };
}

/** Errors, and their families, as `esp-prov errors` takes them. */
const errorNames = [...new Set(Object.keys(errorTable).flatMap((code) => [code.split('/')[0] ?? code, code]))];

function isFirst(option: CompletionOption, index: number, all: readonly CompletionOption[]): boolean {
  return all.findIndex((other) => other.flags[0] === option.flags[0]) === index;
}
