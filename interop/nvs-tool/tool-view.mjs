/** Types of numbers that the tool knows. */
const numbers = new Set([0x01, 0x11, 0x02, 0x12, 0x04, 0x14, 0x08, 0x18]);

/**
 * Returns what nvs_tool sees of an image: `hidden` has the keys of which it misses an entry, as `namespace:key`,
 * `isItem` says whether what it takes for the first entry of a value is one, and `namespaces` the names, which it may
 * miss too. `breaks` says whether the tool of ESP-IDF 6 can end with an error: it takes something erased for a number of
 * several entries, which none has.
 *
 * It takes the third byte of any entry for the number of entries that belong together, also of one that is erased: then
 * what follows counts as its data. Where the power was cut within a value, firmware and this project erase what is left
 * entry by entry, so data are where that byte is expected; where entries are encrypted, erased ones may hold any byte
 * there.
 */
export function toolView(nvs, image) {
  const { pages, namespaces } = nvs.dumpNvsImage(image);
  const hidden = new Set();
  let breaks = false;
  const isItem = (page, entry) => {
    const found = pages[page]?.entries[entry];
    return found?.state === 'written' && found.item !== undefined;
  };
  for (const { page, entries } of pages) {
    for (let i = 0; i < entries.length; ) {
      const third = entries[i].bytes[2];
      const span = third === 0 || third === 0xff ? 1 : third;
      breaks ||= span > 1 && !isItem(page, i) && numbers.has(entries[i].bytes[1]);
      for (const { state, item, dataOf } of isItem(page, i) ? [] : entries.slice(i + 1, i + span)) {
        const owner = item ?? entries[dataOf]?.item;
        if (state === 'written' && owner) hidden.add(`${namespaces.get(owner.namespaceIndex) ?? ''}:${owner.key}`);
      }
      i += span;
    }
  }
  return { hidden, namespaces, isItem, breaks };
}
