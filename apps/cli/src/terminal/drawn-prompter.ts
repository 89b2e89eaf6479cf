import { password, select, text } from '@clack/prompts';
import { printable } from './printable.ts';
import { type Choice, type Prompter, rowNumber } from './prompter.ts';

const output = process.stderr;

/** Questions that are drawn in their place, for keys. */
export const drawnPrompter: Prompter = {
  async secret(message, { objection, signal }) {
    const validate = (typed: string | undefined) => objection(typed ?? '');
    return typedText(await password({ message: printable(message), mask: '•', output, signal, validate }));
  },

  async text(message, { objection, signal }) {
    const validate = (typed: string | undefined) => objection(typed ?? '');
    return typedText(await text({ message: printable(message), output, signal, validate }));
  },

  async select(question, choices, { head, live, signal }) {
    let shown = choices;
    const options = entries(shown, head);
    live?.((others) => {
      shown = others;
      // The prompt reads this very list whenever it draws, and draws again when the size of the terminal changes.
      options.splice(0, options.length, ...entries(shown, head));
      output.emit('resize');
    });
    const message = printable(head === undefined ? question : [question, `  S.N. ${head}`]);
    const index = await select<number>({ message, options, output, signal, maxItems: 12, showInstructions: false });
    return typeof index === 'symbol' ? undefined : shown[index];
  },
};

/** Picked by index: the prompt wants primitive values for its own bookkeeping. */
function entries(choices: readonly Choice<unknown>[], head: string | undefined) {
  return choices.map(({ label, hint, disabled = false, again = false }, value) => {
    const number = head === undefined ? '' : again || disabled ? ' '.repeat(5) : `${rowNumber(value)} `;
    return { value, label: printable(`${number}${label}`), disabled, ...(hint ? { hint: printable(hint) } : {}) };
  });
}

/** The prompts answer a cancellation by a symbol, and an empty line by nothing. */
function typedText(answer: string | symbol | undefined): string | undefined {
  return typeof answer === 'symbol' ? undefined : (answer ?? '');
}
