/** Words of the page around the flow; those of the flow are in the catalogue. */
export interface PageWords {
  readonly name: string;
  readonly docs: string;
  readonly language: string;
  readonly theme: string;
  readonly auto: string;
  readonly light: string;
  readonly dark: string;
  readonly newVersion: string;
  readonly reload: string;
  readonly broken: string;
  readonly again: string;
}

const en: PageWords = {
  name: 'Device setup',
  docs: 'Documentation',
  language: 'Language',
  theme: 'Theme',
  auto: 'Auto',
  light: 'Light',
  dark: 'Dark',
  newVersion: 'A new version of this page is here.',
  reload: 'Load it',
  broken: 'A part of this page is missing. Is this computer online?',
  again: 'Load the page again',
};

const de: PageWords = {
  name: 'Gerät einrichten',
  docs: 'Dokumentation',
  language: 'Sprache',
  theme: 'Farben',
  auto: 'Auto',
  light: 'Hell',
  dark: 'Dunkel',
  newVersion: 'Es gibt eine neue Version dieser Seite.',
  reload: 'Laden',
  broken: 'Ein Teil der Seite fehlt. Ist dieser Rechner online?',
  again: 'Seite neu laden',
};

/** Returns the words of the page in a language. The pseudo-locale shows English from right to left, in brackets. */
export function pageWords(language: string): PageWords {
  if (language === 'de') return de;
  if (language !== 'ar-XB') return en;
  return Object.fromEntries(Object.entries(en).map(([name, text]) => [name, `[${text}]`])) as unknown as PageWords;
}
