import {
  dumpNvsImage,
  type NvsDump,
  type NvsDumpEntry,
  type NvsDumpItem,
  type NvsDumpPage,
  type NvsValue,
} from '@esp-prov/nvs';
import { toHex } from '@esp-prov/protocol';
import { withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput } from '../../report/output.ts';
import { printable, tellPeople } from '../../terminal/printable.ts';
import { hex } from './image.ts';
import { listEntries } from './nvs-entries.ts';
import type { NvsCommandOptions } from './nvs-partition.ts';
import { openNvsFile, readSection } from './nvs-partition.ts';
import { isSecretKey, listedText, shownText, valueText, wholeValueHint } from './nvs-value.ts';

/** Options of `esp-prov flash nvs dump`. */
export interface DumpOptions extends NvsCommandOptions {
  readonly what: 'all' | 'written' | 'minimal';
}

/** Prints pages and entries as they stand in the flash, or with `minimal` a line for each value that counts. */
export async function dump(file: string, options: DumpOptions): Promise<void> {
  const { json = false, showSecrets = false, what } = options;
  const output = makeOutput({ json });
  if (what === 'minimal') {
    const listed = listEntries(await openNvsFile(file, options), options);
    const lines = listed.map(({ entry: { namespace, key }, text }) => `${namespace}:${key} = ${text}`);
    output.result({ result: 'dump', entries: listed.map(({ entry }) => entry) }, lines);
    if (!json && listed.some(({ shortened }) => shortened)) tellPeople(wholeValueHint);
    return;
  }
  const { content, cipher } = await readSection(file, options);
  const found = withFlashErrors(() => dumpNvsImage(content, { cipher }));
  const view = new DumpView(found, { showSecrets, writtenOnly: what === 'written' });
  if (json) output.result({ result: 'dump', ...view.json() }, '');
  else for (const line of view.lines()) process.stdout.write(`${printable(line)}\n`);
  if (view.hasShortened) tellPeople(wholeValueHint);
}

/** A dump as people and programs get it. */
class DumpView {
  readonly #dump: NvsDump;
  readonly #showSecrets: boolean;
  readonly #writtenOnly: boolean;
  /** Whether one of the lines so far shows the beginning of a value only. */
  hasShortened = false;

  constructor(found: NvsDump, { showSecrets, writtenOnly }: { showSecrets: boolean; writtenOnly: boolean }) {
    this.#dump = found;
    this.#showSecrets = showSecrets;
    this.#writtenOnly = writtenOnly;
  }

  *lines(): Iterable<string> {
    for (const page of this.#dump.pages) {
      yield pageLine(page);
      const entries = this.#chosen(page);
      for (let i = 0; i < entries.length; i++) {
        const first = entries[i] as NvsDumpEntry;
        if (isBlank(first)) {
          for (let next = entries[i + 1]; next && isBlank(next); next = entries[i + 1]) i++;
          const last = entries[i] as NvsDumpEntry;
          // Of a page that is blank from begin to end, its own line says so already.
          const isWhole = first.entry === 0 && last.entry === page.entries.length - 1;
          if (page.state !== 'blank' || !isWhole) yield blankLine(first, last);
        } else {
          yield `  entry ${String(first.entry).padStart(3)} ${first.state.padEnd(7)} ${this.#text(page, first)}`;
        }
      }
    }
  }

  json(): Readonly<Record<string, unknown>> {
    return {
      namespaces: Object.fromEntries(this.#dump.namespaces),
      pages: this.#dump.pages.map((page) => ({
        ...page,
        entries: this.#chosen(page).map((entry) => this.#entryJson(page, entry)),
      })),
    };
  }

  #chosen({ entries }: NvsDumpPage): readonly NvsDumpEntry[] {
    return this.#writtenOnly ? entries.filter(({ state }) => state === 'written') : entries;
  }

  #entryJson(page: NvsDumpPage, entry: NvsDumpEntry): Readonly<Record<string, unknown>> {
    const isHidden = this.#isHidden(page, entry);
    const { bytes, item, ...place } = entry;
    const { value, ...about } = item ?? {};
    return {
      ...place,
      bytes: isHidden ? null : toHex(bytes),
      ...(item ? { item: { ...about, namespace: this.#namespaceOf(item) ?? null } } : {}),
      ...(item && value ? { value: isHidden ? shownText(item.key, value, false) : valueText(value) } : {}),
    };
  }

  #text(page: NvsDumpPage, entry: NvsDumpEntry): string {
    const { item, dataOf, bytes, state } = entry;
    if (item) return this.#itemText(item);
    if (state === 'erased' && bytes.every((byte) => byte === 0)) return 'overwritten with zeros';
    const shown = this.#isHidden(page, entry) ? '(hidden; --show-secrets shows it)' : toHex(bytes);
    return dataOf === undefined ? `no item: ${shown}` : `  data of ${dataOf}: ${shown}`;
  }

  #itemText(item: NvsDumpItem): string {
    const { key, type, size, chunkIndex, chunks, dataCrc, value, namespaceIndex } = item;
    if (namespaceIndex === 0) return `namespace ${key} = ${value ? valueText(value) : '?'}`;
    const facts = [
      ...(chunkIndex === undefined ? [] : [`part ${chunkIndex}`]),
      ...(size === undefined ? [] : [`${size} bytes`]),
      ...(chunks ? [`parts ${chunks.start} to ${chunks.start + chunks.count - 1}`] : []),
      ...(dataCrc === 'wrong' ? ['data CRC wrong'] : []),
      ...(size !== undefined && !chunks && !dataCrc ? ['data not all there'] : []),
    ];
    const name = `${this.#namespaceOf(item) ?? namespaceIndex}:${key} ${type}`;
    const about = facts.length > 0 ? `${name}, ${facts.join(', ')}` : name;
    return !value || type.startsWith('blob') ? about : `${about} = ${this.#listed(item, value)}`;
  }

  #listed(item: NvsDumpItem, value: NvsValue): string {
    const { text, shortened } = listedText(
      { namespace: this.#namespaceOf(item), key: item.key },
      value,
      this.#showSecrets,
    );
    this.hasShortened ||= shortened;
    return text;
  }

  #namespaceOf({ namespaceIndex }: NvsDumpItem): string | undefined {
    return this.#dump.namespaces.get(namespaceIndex);
  }

  /** Whether bytes are, or may be, those of a secret: what lost its first entry may have been one. */
  #isHidden({ entries }: NvsDumpPage, { item, dataOf, bytes }: NvsDumpEntry): boolean {
    if (this.#showSecrets || bytes.every((byte) => byte === 0xff || byte === 0)) return false;
    const owner = item ?? (dataOf === undefined ? undefined : entries[dataOf]?.item);
    return owner === undefined || isSecretKey(owner.key);
  }
}

function pageLine({ page, offset, state, stateWord, headerCrc, sequence, version }: NvsDumpPage): string {
  const facts = [
    state === 'unknown' ? `unknown state ${hex(stateWord)}` : state,
    ...(sequence === undefined ? [] : [`sequence ${sequence}`]),
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(headerCrc === undefined ? [] : [`header CRC ${headerCrc}`]),
  ];
  return `page ${page} at ${hex(offset)}: ${facts.join(', ')}`;
}

function isBlank({ state, bytes }: NvsDumpEntry): boolean {
  return state === 'empty' && bytes.every((byte) => byte === 0xff);
}

function blankLine(first: NvsDumpEntry, last: NvsDumpEntry): string {
  return first === last ? `  entry ${first.entry} empty` : `  entries ${first.entry} to ${last.entry} empty`;
}
