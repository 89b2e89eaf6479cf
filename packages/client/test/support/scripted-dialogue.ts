import type { Dialogue } from '../../src/index.ts';

/** Somebody who types what a test says, line by line, and then ends the input. */
export class ScriptedDialogue implements Dialogue {
  /** What was shown, prompts with what was typed behind them. */
  readonly shown: string[] = [];
  readonly #lines: string[];

  constructor(...lines: string[]) {
    this.#lines = lines;
  }

  tell(line: string): void {
    this.shown.push(line);
  }

  async ask(prompt: string): Promise<string | undefined> {
    const typed = this.#lines.shift();
    this.shown.push(prompt + (typed ?? ''));
    return typed;
  }
}
