/** Copies a text, and returns whether that worked. Pages that came without encryption have the old way only. */
export async function copyText(text: string, document: Document): Promise<boolean> {
  const clipboard: Clipboard | undefined = document.defaultView?.navigator.clipboard;
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // Refused, as in a frame without permission; the old way may still work.
    }
  }
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', onCopy, { once: true });
  const worked = document.execCommand('copy');
  document.removeEventListener('copy', onCopy);
  return worked;
}
