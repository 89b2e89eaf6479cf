/** A language that the page speaks. */
export interface PageLanguage {
  readonly tag: string;
  /** Its name in itself. */
  readonly name: string;
  readonly dir: 'ltr' | 'rtl';
  /** Whether it is for tests only: not in the list of languages, reached by `?lang=`. */
  readonly hidden?: boolean;
}

/** The languages of the page, the built-in one first. */
export const pageLanguages: readonly PageLanguage[] = [
  { tag: 'en', name: 'English', dir: 'ltr' },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
  { tag: 'ar-XB', name: 'Pseudo', dir: 'rtl', hidden: true },
];

/** Returns the first of the wanted tags that the page speaks, by its language alone (`de-AT` is `de`); else English. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): PageLanguage {
  for (const tag of wanted) {
    const found = pageLanguages.find((each) => each.tag === tag || each.tag === tag?.toLowerCase().split('-')[0]);
    if (found !== undefined) return found;
  }
  return pageLanguages[0] as PageLanguage;
}
