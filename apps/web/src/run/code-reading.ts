import type { FlowEvent } from '../flow/flow-event.ts';
import { describeFailure } from './failure.ts';
import type { FlowWorld } from './flow-world.ts';

/** What reading codes needs. */
export interface CodeReadingOptions {
  readonly world: FlowWorld;
  readonly report: (event: FlowEvent) => void;
  /** Called with what the camera sees, and with undefined when it is off. */
  readonly onStream: (stream: MediaStream | undefined) => void;
}

/** Reads QR codes by camera, from pictures and from text. */
export class CodeReading {
  readonly #options: CodeReadingOptions;
  #end = new AbortController();
  /** The text that was read last: a camera sees the same one many times. */
  #last: string | undefined;

  constructor(options: CodeReadingOptions) {
    this.#options = options;
  }

  async startCamera(): Promise<void> {
    const { world, report, onStream } = this.#options;
    this.stop();
    const { signal } = this.#end;
    const tell = (camera: 'on' | 'denied' | 'none') => {
      if (!signal.aborted) report({ kind: 'camera', camera });
    };
    if (!world.camera) return tell('none');
    try {
      const onText = (text: string) => {
        if (!signal.aborted && text !== this.#last) this.readText(text);
      };
      tell(await world.camera.start({ signal, onText, onStream }));
    } catch {
      tell('none');
    }
  }

  /** Switches the camera off; a picture that is being read is of no interest any more. */
  stop(): void {
    this.#end.abort();
    this.#end = new AbortController();
    this.#last = undefined;
  }

  readText(text: string): void {
    this.#last = text;
    const { report } = this.#options;
    const { signal } = this.#end;
    import('../qr/read-code.ts').then(
      ({ readCode }) => signal.aborted || report(readCode(text)),
      (error: unknown) => signal.aborted || report({ kind: 'failure', failure: describeFailure(error) }),
    );
  }

  async readPicture(picture: Blob): Promise<void> {
    const { world, report } = this.#options;
    const { signal } = this.#end;
    const text = await world.readPicture?.(picture, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    if (text === undefined) report({ kind: 'qr-refused', problem: 'qr-unknown' });
    else this.readText(text);
  }
}
