import { parseArgs } from 'node:util';

/**
 * What a script takes.
 *
 * @typedef {{ options?: import('node:util').ParseArgsOptionsConfig, names?: string, example: string }} Taken `names`: what
 *   its words are, if it takes any; `example`: a whole command
 */

/**
 * Returns the options and words that a script was started with. Anything else ends the process with 2 and a sentence: a
 * script that ignores a word it does not know does something else than was asked, such as writing in place of comparing.
 *
 * @param {Taken} taken
 */
export function scriptArguments(taken) {
  return orRefuse(() => readScriptArguments(process.argv.slice(2), taken));
}

/**
 * Returns what `read` returns. If it throws an error, that is printed and the process ends with 2.
 *
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
export function orRefuse(read) {
  try {
    return read();
  } catch (error) {
    return refuse(error);
  }
}

/** Prints why an argument is refused, and ends the process with 2. */
export function refuse({ message }) {
  console.error(message);
  return process.exit(2);
}

/**
 * Returns the error of an argument that was given; what a terminal would take for a command is printed harmless.
 *
 * @param {string} given
 * @param {string} expected
 * @param {string} example
 */
export function argumentError(given, expected, example) {
  const shown = JSON.stringify(given.trim()).slice(1, -1);
  return new Error(`${shown === '' ? '' : `${shown}: `}Expected ${expected}, for example ${example}`);
}

/**
 * Returns the options and words of a command line. Throws an error that says what was expected.
 *
 * @param {readonly string[]} args
 * @param {Taken} taken
 */
export function readScriptArguments(args, { options = {}, names, example }) {
  const known = Object.entries(options).map(([name, { type }]) => `--${name}${type === 'string' ? ' VALUE' : ''}`);
  const expected = [...known, ...(names === undefined ? [] : [names])];
  const refusal = (given) => {
    return argumentError(given, expected.length === 0 ? 'no arguments' : expected.join(', '), example);
  };
  for (let at = 0; at < args.length; at++) {
    const [name, value] = args[at].split(/=(.*)/s);
    const option = name.startsWith('--') ? options[name.slice(2)] : undefined;
    if (option === undefined) {
      if (names === undefined || args[at].startsWith('-')) throw refusal(args[at]);
    } else if (option.type === 'boolean') {
      if (value !== undefined) throw refusal(args[at]);
    } else if (value === undefined) {
      at++;
      if (!args[at] || args[at].startsWith('-')) throw refusal(name);
    }
    if (value === '') throw refusal(args[at]);
  }
  return parseArgs({ args: [...args], options, allowPositionals: true });
}
