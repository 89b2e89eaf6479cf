import type { SealedListener, Transport } from '@esp-prov/client';
import { ExchangeLog } from '../log/exchange-log.ts';
import { MessagesPanel } from './ui/messages-panel.ts';
import { loadDeviceWords } from './words/load-device-words.ts';

/** The live log of the exchange with a real device. */
export interface LiveLog {
  readonly panel: HTMLElement;
  /** What the runner puts around every transport. */
  readonly wrap: (transport: Transport) => Transport;
  readonly onSealed: SealedListener;
  /** Shows it in another language. */
  speak(...languages: readonly string[]): Promise<void>;
}

/** Returns a log that hears of every message, and the panel that shows it. */
export async function openLog(...languages: readonly string[]): Promise<LiveLog> {
  const log = new ExchangeLog();
  if (!customElements.get('esp-messages')) customElements.define('esp-messages', MessagesPanel);
  const panel = new MessagesPanel();
  panel.log = log;
  panel.classList.add('live-log');
  const speak = async (...tags: readonly string[]) => {
    panel.words = await loadDeviceWords(...tags);
  };
  await speak(...languages);
  return { panel, wrap: (transport) => log.wrap(transport), onSealed: log.onSealed, speak };
}
