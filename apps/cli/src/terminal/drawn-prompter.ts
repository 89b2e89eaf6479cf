import { PasswordPrompt, type Prompt, SelectPrompt, TextPrompt } from '@clack/core';
import { drawnField } from './drawn-field.ts';
import { drawnList, type ListEntry } from './drawn-list.ts';
import { printable } from './printable.ts';
import { type Answer, type AskOptions, type Choice, goBack, numbered, type Prompter, rowNumber } from './prompter.ts';

const output = process.stderr;

/** Questions that are drawn in their place, for keys. */
export const drawnPrompter: Prompter = {
  async secret(question, { objection, ...how }) {
    const message = printable(question);
    const field = new PasswordPrompt({
      ...commonOptions(how),
      mask: '•',
      validate(typed) {
        const reason = objection(typed ?? '');
        // Nobody sees which letter of it is wrong.
        if (reason !== undefined) [field.userInput, field.value] = ['', ''];
        return reason;
      },
      render() {
        return drawnField(message, { ...shownState(this), shown: this.userInputWithCursor, output, ...how });
      },
    });
    return await answerOf(field, (typed) => typed ?? '');
  },

  async text(question, { objection, ...how }) {
    const message = printable(question);
    const field = new TextPrompt({
      ...commonOptions(how),
      validate: (typed) => objection(typed ?? ''),
      render() {
        return drawnField(message, { ...shownState(this), shown: this.userInputWithCursor, output, ...how });
      },
    });
    return await answerOf(field, (typed) => typed ?? '');
  },

  async select(question, choices, { head, noun, live, ...how }) {
    let shown = choices;
    const isNumbered = noun !== undefined;
    const options = entries(shown, isNumbered);
    const message = printable(head === undefined ? question : [question, `  S.N. ${head}`]);
    const list = new SelectPrompt({
      ...commonOptions(how),
      options,
      render() {
        return drawnList(message, { ...shownState(this), options: this.options, cursor: this.cursor, output, ...how });
      },
    });
    live?.((others) => {
      shown = others;
      // The prompt reads this very list whenever it draws, and draws again when the size of the terminal changes.
      options.splice(0, options.length, ...entries(shown, isNumbered));
      output.emit('resize');
    });
    let typed = '';
    list.on('key', (key) => {
      typed = /^\d$/.test(key ?? '') ? typed + key : '';
      const at = rowOf(shown, typed) ?? rowOf(shown, key ?? '');
      if (at === undefined) return;
      [list.cursor, list.value] = [at, at];
    });
    return await answerOf(list, () => shown[list.cursor]);
  },
};

function commonOptions({ signal }: AskOptions) {
  return { output, signal };
}

/** Returns what a prompt shows of itself. */
function shownState({ state, error }: Pick<Prompt<unknown>, 'state' | 'error'>) {
  return { state, error };
}

/** Runs a prompt to its end. It takes Esc for the same as Ctrl-C, and here the first leads back. */
async function answerOf<T, R>(prompt: Prompt<T>, take: (value: T | undefined) => R): Promise<Answer<R>> {
  let isBack = false;
  prompt.on('key', (_, { name }) => {
    isBack = name === 'escape';
  });
  const answer = await prompt.prompt();
  if (typeof answer !== 'symbol') return take(answer);
  return isBack ? goBack : undefined;
}

/** Returns the place of the row that a typed number stands for. */
function rowOf<T>(choices: readonly Choice<T>[], typed: string): number | undefined {
  if (!/^\d{1,3}$/.test(typed)) return undefined;
  const chosen = Number(typed) === 0 ? choices.find(({ again }) => again) : numbered(choices)[Number(typed) - 1];
  return chosen && choices.indexOf(chosen);
}

/** Picked by index: the prompt wants primitive values for its own bookkeeping. */
function entries(choices: readonly Choice<unknown>[], isNumbered: boolean): ListEntry[] {
  const rows = numbered(choices);
  return choices.map((choice, value) => {
    const { label, hint, disabled = false } = choice;
    const row = rows.indexOf(choice);
    const number = !isNumbered ? '' : row < 0 ? ' '.repeat(5) : `${rowNumber(row)} `;
    return { value, label: printable(`${number}${label}`), disabled, ...(hint ? { hint: printable(hint) } : {}) };
  });
}
