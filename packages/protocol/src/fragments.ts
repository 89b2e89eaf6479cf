import { type Bytes, concatBytes } from './bytes.ts';

/** Part of a text that is sent in several messages, by its offset. */
export interface Fragment {
  /** Bytes of the whole text before this part. */
  readonly offset: number;
  readonly payload: Uint8Array;
  /** Bytes of the whole text; the same in all of its fragments. */
  readonly totalLength: number;
}

/** What is wrong with a fragment. */
export type FragmentFlaw =
  /** The whole is longer than it may be. */
  | 'too-long'
  /** The whole has another length than the first fragment said. */
  | 'total-changed'
  /** It does not continue where the one before ended. */
  | 'out-of-order'
  /** It ends behind the end of the whole. */
  | 'overrun'
  /** It brings nothing, and there is more to come. */
  | 'empty'
  /** The whole was there already. */
  | 'surplus';

/** Bytes that ESP RainMaker puts into one fragment. esp_rmaker_prov_local_ctrl.c, esp_rmaker_claim.c */
export const rmakerFragmentSize = 200;

/**
 * Puts a text together from its fragments, which have to come in order, without a gap, an overlap or a repetition. It
 * holds no more bytes than have arrived, whatever length a fragment claims.
 */
export class FragmentCollector {
  readonly #longest: number;
  #parts: Bytes[] = [];
  #total: number | undefined;
  #length = 0;

  /** @param longest - bytes of the longest text that is taken */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Offset at which the next fragment has to begin. */
  get offset(): number {
    return this.#length;
  }

  /** Whether the text is whole. */
  get complete(): boolean {
    return this.#total === this.#length;
  }

  /** Takes a fragment, or returns what is wrong with it; a wrong one changes nothing. */
  add({ offset, payload, totalLength }: Fragment): FragmentFlaw | undefined {
    if (this.complete) return 'surplus';
    if (totalLength > this.#longest) return 'too-long';
    if (this.#total !== undefined && totalLength !== this.#total) return 'total-changed';
    if (offset !== this.#length) return 'out-of-order';
    if (offset + payload.length > totalLength) return 'overrun';
    if (payload.length === 0 && totalLength > 0) return 'empty';
    this.#total = totalLength;
    this.#parts.push(Uint8Array.from(payload));
    this.#length += payload.length;
    return undefined;
  }

  /** Returns the bytes that have arrived. */
  bytes(): Bytes {
    return concatBytes(...this.#parts);
  }
}

/** Returns the fragment of `whole` that begins at `offset`. */
export function fragmentAt(whole: Uint8Array, offset: number, size: number): Fragment {
  return { offset, payload: whole.slice(offset, offset + size), totalLength: whole.length };
}
