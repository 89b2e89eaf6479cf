/** How the page looks: as the system does, or always light or dark. */
export type Theme = 'auto' | 'light' | 'dark';

/** A store of texts that may be missing, full or forbidden. */
export interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const key = 'esp-prov-theme';

/** Returns the theme that was chosen on this page before; `auto` if none was, or if the store cannot be read. */
export function rememberedTheme(memory: Memory | undefined): Theme {
  const text = remembered(memory, key);
  return text === 'light' || text === 'dark' ? text : 'auto';
}

/** Shows a theme on the root of the page and remembers it. */
export function showTheme(theme: Theme, root: { dataset: DOMStringMap }, memory: Memory | undefined): void {
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  remember(memory, key, theme);
}

/** Returns what is remembered under a name, or null. */
export function remembered(memory: Memory | undefined, name: string): string | null {
  try {
    return memory?.getItem(name) ?? null;
  } catch {
    return null;
  }
}

/** Remembers a text if the browser lets it; a private window may not. */
export function remember(memory: Memory | undefined, name: string, text: string): void {
  try {
    memory?.setItem(name, text);
  } catch {
    // The choice then lasts as long as the page.
  }
}
