import type { OpenTransport, Transport } from '@esp-prov/client';
import type { DeviceLink } from '../../reach/device-link.ts';
import type { Output } from '../../report/output.ts';
import type { LineSource } from './line-source.ts';

/** A link that reports that it is opened again, without tearing the line that is being typed. */
export class Reopening {
  readonly source: Transport | OpenTransport;
  /** Where the lines come from, as soon as some may be typed. */
  lines: Pick<LineSource, 'beside'> | undefined;
  #isIdle = false;
  #isTold = false;

  constructor({ source, address }: DeviceLink, output: Output) {
    if (typeof source !== 'function') {
      this.source = source;
      return;
    }
    let opened = false;
    const tell = () => output.event({ event: 'reconnecting', address }, `Connecting to ${address} again …`);
    this.source = async (call) => {
      // Signs of life look for a device that is away again and again, and say so once.
      const isNews = opened && !(this.#isIdle && this.#isTold);
      if (isNews) this.#isTold = true;
      if (isNews && this.lines) this.lines.beside(tell);
      else if (isNews) tell();
      const transport = await source(call);
      opened = true;
      this.#isTold = false;
      return transport;
    };
  }

  /** Takes whether a line is awaited, in which time no request is. */
  idle(isIdle: boolean): void {
    this.#isIdle = isIdle;
    this.#isTold = false;
  }
}
