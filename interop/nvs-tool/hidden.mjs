/**
 * Keys of which nvs_tool does not see every entry, as `namespace:key`. It takes the third octet of any entry for the number
 * of entries that belong together, also of one that is erased: then what follows counts as its data. Where the power was cut
 * within a value, firmware and we erase what is left entry by entry, and so data stand where that octet is looked for.
 */
export function hiddenKeys(nvs, image) {
  const { pages, namespaces } = nvs.dumpNvsImage(image);
  const hidden = new Set();
  for (const { entries } of pages) {
    for (let i = 0; i < entries.length; ) {
      const { octets, state } = entries[i];
      const span = octets[2] === 0 || octets[2] === 0xff ? 1 : octets[2];
      const swallowed = state === 'written' ? [] : entries.slice(i + 1, i + span);
      for (const { state: itsState, item, dataOf } of swallowed) {
        const owner = item ?? entries[dataOf]?.item;
        if (itsState === 'written' && owner) hidden.add(`${namespaces.get(owner.namespaceIndex)}:${owner.key}`);
      }
      i += span;
    }
  }
  return hidden;
}
