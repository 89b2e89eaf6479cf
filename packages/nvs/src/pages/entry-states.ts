import type { Bytes } from '../flash.ts';

/** What two bits of a page say of an entry; each step clears one more bit. */
export const entryStates = { empty: 0b11, written: 0b10, illegal: 0b01, erased: 0b00 } as const;

/** State of an entry. */
export type EntryState = (typeof entryStates)[keyof typeof entryStates];

const entriesPerWord = 16;
const wordSize = 4;

/** A word of the states of a page, as it is programmed. */
export interface StateWord {
  /** Bytes from the start of the states. */
  readonly offset: number;
  readonly word: Bytes;
}

/** States of the entries of a page, as kept in memory. */
export class EntryStates {
  readonly #bits: Bytes;

  /** @param bits - the 32 bytes of a page that hold the states */
  constructor(bits: Uint8Array) {
    this.#bits = Uint8Array.from(bits);
  }

  get(index: number): EntryState {
    return (((this.#bits[index >> 2] as number) >> ((index & 3) * 2)) & 3) as EntryState;
  }

  /** Sets the states from `begin` to before `end`, and returns the words to program in their order. */
  set(begin: number, end: number, state: EntryState): StateWord[] {
    for (let i = begin; i < end; i++) this.#setOne(i, state);
    return this.#words(begin, end);
  }

  /** Works as {@link EntryStates.set}, but only where the state is `from`. */
  replace(begin: number, end: number, from: EntryState, to: EntryState): StateWord[] {
    let changed = false;
    for (let i = begin; i < end; i++) {
      if (this.get(i) !== from) continue;
      this.#setOne(i, to);
      changed = true;
    }
    return changed ? this.#words(begin, end) : [];
  }

  #setOne(index: number, state: EntryState): void {
    const shift = (index & 3) * 2;
    this.#bits[index >> 2] = ((this.#bits[index >> 2] as number) & ~(3 << shift)) | (state << shift);
  }

  #words(begin: number, end: number): StateWord[] {
    const words: StateWord[] = [];
    // From the highest word down, so that the first entry of an item is the last one whose state changes.
    for (let word = Math.floor((end - 1) / entriesPerWord); word >= Math.floor(begin / entriesPerWord); word--) {
      words.push({ offset: word * wordSize, word: this.#bits.slice(word * wordSize, (word + 1) * wordSize) });
    }
    return words;
  }
}
