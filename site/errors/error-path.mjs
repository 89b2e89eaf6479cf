/** Returns the path of the page of an error, as in `reference/errors/wifi/auth-error.md`. @param {string} code */
export function errorPath(code) {
  return `reference/errors/${code}.md`;
}
