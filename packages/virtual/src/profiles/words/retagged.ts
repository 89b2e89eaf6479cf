import { type FirmwareLine, type FirmwareWords, type LineName, newestWords } from '@esp-prov/device';

/** Returns the newest lines of the components in `tags`, under the names that a release has for them. */
export function retagged(tags: Readonly<Record<string, string>>): Partial<FirmwareWords> {
  const words: Partial<Record<LineName, FirmwareLine>> = {};
  for (const [name, line] of Object.entries(newestWords) as [LineName, FirmwareLine | undefined][]) {
    const tag = line && tags[line[1]];
    if (line && tag) words[name] = [line[0], tag, line[2]];
  }
  return words;
}
