/** Words of a question that say nothing of what it is about. A page need not have them. */
const littleWords = new Set(
  `a an and are as at be by can could did do does for from have how i in is it its me my need of on or our over should
  that the there this to was we what when where which who why will with would you your`.split(/\s+/),
);

/** Returns what a query is about, in the words of the index: without little words, and with “Wi-Fi” for “wifi”. */
export function gistOfQuery(query) {
  const words = query.toLowerCase().replaceAll(/[?!]/g, ' ').split(/\s+/).filter(Boolean);
  const telling = words.filter((word) => !littleWords.has(word));
  return (telling.length > 0 ? telling : words).map((word) => (word === 'wifi' ? 'wi-fi' : word)).join(' ');
}
