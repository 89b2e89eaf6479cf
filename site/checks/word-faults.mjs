import { firstParagraph } from '../sources/first-paragraph.mjs';
import { cellsOf, headingsOf, picturesOf } from './read-page.mjs';

const mostWords = 25;

/** What a page may get wrong, by rule: each returns where it does, a sentence for each place. */
export const wordRules = {
  /** Its first paragraph says for whom it is. */
  'for whom': (text) => {
    const first = firstParagraph(text);
    return first.startsWith('For ') ? [] : [`begins with “${first.slice(0, 40)}”. Expected “For …”`];
  },

  'short cells': (text) =>
    cellsOf(text).flatMap(({ text: cell, line }) => {
      const words = cell.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      return words > mostWords ? [`line ${line}: a cell of ${words} words: “${cell.slice(0, 40)}…”`] : [];
    }),

  headings: (text) => {
    const headings = headingsOf(text);
    const titles = headings.filter(({ level }) => level === 1);
    const skipping = headings.filter(({ level }, index) => level > (headings[index - 1]?.level ?? 0) + 1);
    return [
      ...(titles.length === 1 ? [] : [`has ${titles.length} titles. Expected one, for example “# Guides”`]),
      ...skipping.map(({ line }) => `line ${line}: skips a level of headings`),
    ];
  },

  'heads of tables': (text) =>
    cellsOf(text)
      .filter(({ text: cell, isHead }) => isHead && cell === '')
      .map(({ line }) => `line ${line}: a column without a name`),

  'texts of pictures': (text) =>
    picturesOf(text)
      .filter(({ alt }) => alt.trim() === '')
      .map(({ line }) => `line ${line}: a picture without a text`),
};
