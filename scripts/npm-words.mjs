/** Codes of npm that mean: nothing answers. */
const unreachable =
  /^(?:ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT)$/;

/** Most lines of npm that are shown. */
const most = 12;

/**
 * Returns why npm failed, in a sentence where that is known, else what it printed without its stack traces.
 *
 * @param {string} printed what it wrote to standard error
 */
export function npmWords(printed) {
  const lines = printed.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, ''));
  const code = lines.map((line) => /^code (\w+)$/.exec(line)?.[1]).find((each) => each !== undefined);
  if (code !== undefined && unreachable.test(code)) {
    const place = /https?:\/\/[\w.:[\]-]+/.exec(printed)?.[0] ?? 'its registry';
    return `npm cannot reach ${place} (${code}). Expected a network, or another registry, for example: npm config set registry ADDRESS`;
  }
  if (code === 'EACCES' || code === 'EROFS') {
    return `npm may not write to the folder (${code}). Expected a checkout of your own, for example a clone in your home`;
  }
  const telling = lines.filter((line) => line.trim() !== '' && !/^\s+at |^A complete log|^\s*\w+: |^[{}]$/.test(line));
  return telling.slice(0, most).join('\n');
}
