/** Returns whether a text is a version as npm takes it: numbers without a zero in front, and no build. */
export function isVersion(text) {
  const number = '(?:0|[1-9]\\d{0,8})';
  const label = `(?:${number}|\\d*[a-z][0-9a-z]*)`;
  return (
    text.length <= 40 && new RegExp(`^${number}\\.${number}\\.${number}(?:-${label}(?:\\.${label})*)?$`).test(text)
  );
}
