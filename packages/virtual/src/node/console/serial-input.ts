import { StringDecoder } from 'node:string_decoder';
import { TextInbox } from '@esp-prov/protocol';

/**
 * What comes to a device from this machine: octets of pipes, sockets and terminals as characters, with LF and CRLF as
 * the CR that ends a line on a serial port.
 */
export class SerialInput {
  /** Resolves at the end of the input. */
  readonly ended: Promise<void>;
  readonly #inbox = new TextInbox();
  readonly #decoder = new StringDecoder('latin1');
  #afterCr = false;
  #end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  push(octets: Buffer): void {
    const text = this.#decoder.write(octets);
    const joined = this.#afterCr && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.#afterCr = text.endsWith('\r');
    this.#inbox.push(joined.replace(/\r?\n/g, '\r'));
  }

  end(): void {
    this.#inbox.end();
    this.#end();
  }

  read(options: { readonly signal: AbortSignal }): Promise<string | undefined> {
    return this.#inbox.read(options);
  }
}
