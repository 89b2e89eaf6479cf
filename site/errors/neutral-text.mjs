/**
 * Returns a message without what only one machine or one run has in it: a file in a temporary folder keeps its name, a
 * random port becomes 8080 and a process 4711.
 *
 * @param {string} text
 */
export function neutralText(text) {
  return text
    .replaceAll(/(?:\/[\w.-]+)*\/tmp\/[\w./-]*\/([\w.-]+)/g, '$1')
    .replaceAll(/\/tmp\/([\w.-]+)/g, '$1')
    .replaceAll(/((?:127\.0\.0\.1|\[::1\]|localhost|0\.0\.0\.0)):\d{4,5}\b/g, '$1:8080')
    .replaceAll(/\b(process|pid) \d+/g, '$1 4711')
    .replaceAll(/^\d+ vm$/g, '4711 vm')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-01T12:00:00.000Z');
}
