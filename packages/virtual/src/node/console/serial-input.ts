import { StringDecoder } from 'node:string_decoder';
import { TextInbox } from '@esp-prov/protocol';

/** Characters that a device reads at once. */
const longestPiece = 512;

/**
 * The input of a device from this machine: bytes of pipes, sockets and terminals as characters, with LF and CRLF as the
 * CR that ends a line on a serial port.
 */
export class SerialInput {
  /** Resolves at the end of the input. */
  readonly ended: Promise<void>;
  readonly #inbox = new TextInbox();
  readonly #decoder = new StringDecoder('latin1');
  #afterCr = false;
  #rest = '';
  #end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  push(bytes: Buffer): void {
    const text = this.#decoder.write(bytes);
    const joined = this.#afterCr && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.#afterCr = text.endsWith('\r');
    this.#inbox.push(joined.replace(/\r?\n/g, '\r'));
  }

  end(): void {
    this.#inbox.end();
    this.#end();
  }

  /** Forgets what has not been read yet. */
  clear(): void {
    this.#rest = '';
    this.#inbox.clear();
  }

  /** Reads no more than a device takes at once, so that it stays responsive however much was typed. */
  async read(options: { readonly signal: AbortSignal }): Promise<string | undefined> {
    if (this.#rest !== '') {
      await new Promise(setImmediate);
      options.signal.throwIfAborted();
    }
    if (this.#rest === '') {
      const text = await this.#inbox.read(options);
      if (text === undefined) return undefined;
      this.#rest = text;
    }
    const piece = this.#rest.slice(0, longestPiece);
    this.#rest = this.#rest.slice(piece.length);
    return piece;
  }
}
