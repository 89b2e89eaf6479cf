import type { ReceivedSignal } from '@esp-prov/dbus';
import { untilAborted } from '@esp-prov/protocol';
import { numberOf, textOf, valuesOf } from '../wifi/daemon-values.ts';
import type { JoinReport } from './join-verdict.ts';
import type { WpaDaemon } from './wpa-daemon.ts';
import { wpaName } from './wpa-names.ts';

/** What can be heard of an interface: a report, or that wpa_supplicant, the interface or the network has gone. */
export type JoinNews = { readonly kind: 'report'; readonly report: JoinReport } | { readonly kind: 'gone' };

/** Most news that wait to be read; a service that sends more than that sends nonsense. */
const mostNews = 1000;

/** Listens to an interface from its creation on, so that nothing is missed that comes while the network is added. */
export class JoinWatch {
  readonly #path: string;
  readonly #stops: readonly (() => void)[];
  readonly #news: JoinNews[] = [];
  #network: string | undefined;
  #arrived: () => void = () => undefined;

  constructor(daemon: WpaDaemon, path: string) {
    this.#path = path;
    this.#stops = [
      daemon.onSignal((signal) => this.#hear(signal)),
      daemon.onPresence(() => this.#add({ kind: 'gone' })),
    ];
  }

  /** Says which network is ours; what was heard before belongs to others. */
  follow(network: string): void {
    this.#network = network;
    this.#news.length = 0;
  }

  /** Returns the next news. @throws the reason of the signal */
  async next(signal: AbortSignal): Promise<JoinNews> {
    for (;;) {
      signal.throwIfAborted();
      const news = this.#news.shift();
      if (news !== undefined) return news;
      await untilAborted(
        new Promise<void>((resolve) => {
          this.#arrived = resolve;
        }),
        signal,
      );
    }
  }

  /** Whether wpa_supplicant, the interface or the network has gone; other news are dropped. */
  hasGone(): boolean {
    const gone = this.#news.some(({ kind }) => kind === 'gone');
    this.#news.length = 0;
    return gone;
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #hear({ path, interface: name, member, body }: ReceivedSignal): void {
    if (name === wpaName && member === 'InterfaceRemoved' && body[0] === this.#path) this.#add({ kind: 'gone' });
    if (path !== this.#path) return;
    if (member === 'NetworkRemoved' && body[0] === this.#network) this.#add({ kind: 'gone' });
    if (member === 'ScanDone') this.#add({ kind: 'report', report: { scanDone: body[0] === true } });
    if (member === 'PskMismatch' || member === 'SaePasswordMismatch') {
      this.#add({ kind: 'report', report: { saysWrongKey: true } });
    }
    if (member === 'PropertiesChanged') this.#add({ kind: 'report', report: this.#reportOf(body[1]) });
  }

  #reportOf(changed: unknown): JoinReport {
    const values = valuesOf(changed);
    const code = (name: string) => (values[name] === undefined ? {} : { [camel(name)]: numberOf(values[name]) });
    return {
      ...(values['CurrentNetwork'] === undefined ? {} : { isOurs: values['CurrentNetwork'] === this.#network }),
      ...(values['State'] === undefined ? {} : { state: textOf(values['State']) }),
      ...code('DisconnectReason'),
      ...code('AuthStatusCode'),
      ...code('AssocStatusCode'),
    };
  }

  #add(news: JoinNews): void {
    if (this.#news.length >= mostNews) this.#news.shift();
    this.#news.push(news);
    this.#arrived();
  }
}

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
