import type { NvsReader } from '@esp-prov/nvs';
import type { NvsCommandOptions } from './nvs-partition.ts';
import { isSecretKey, type ListedValue, listedText, shownText } from './nvs-value.ts';
import { wifiText } from './nvs-wifi-text.ts';

/** A key of a list, as programs and as people get it. */
export interface ListedEntry extends ListedValue {
  readonly entry: {
    readonly namespace: string;
    readonly key: string;
    readonly type: string;
    readonly value: string;
    /** The text in a blob of the Wi-Fi driver, unless that is a secret. */
    readonly wifiText: string | null;
  };
}

/** Returns every key of a partition; values of keys that look like secrets are masked unless asked for. */
export function listEntries(content: NvsReader, { showSecrets = false }: NvsCommandOptions): ListedEntry[] {
  return Array.from(content.entries(), ({ namespace, key, type, read }) => {
    const value = read();
    if (!value) {
      const damaged = '(damaged)';
      return { entry: { namespace, key, type, value: damaged, wifiText: null }, text: damaged, shortened: false };
    }
    const text = !showSecrets && isSecretKey(key) ? undefined : wifiText(namespace, key, value);
    const entry = { namespace, key, type, value: shownText(key, value, showSecrets), wifiText: text ?? null };
    return { entry, ...listedText({ namespace, key }, value, showSecrets) };
  });
}
