/** Returns text without the NULs behind it, which firmware sends where it counts the end of a C string as well. */
export function withoutTrailingNuls(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}
