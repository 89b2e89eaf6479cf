import { ProvisioningError } from '@esp-prov/protocol';

/** Whether an answer is a page for a browser: a device answers with JSON, a short word or a message. */
export function isWebPage(answer: Uint8Array): boolean {
  const letters = String.fromCharCode(...answer.subarray(0, 256)).replace('\u{ef}\u{bb}\u{bf}', '');
  const beginning = letters.trimStart().toLowerCase();
  return ['<!doctype', '<html', '<head', '<body', '<?xml', '<!--', '<meta', '<title', '<script'].some((tag) =>
    beginning.startsWith(tag),
  );
}

/** Returns the error for a portal, a router or another web server that has the address of the device. */
export function webPageError(endpoint: string, status = 200): ProvisioningError {
  const why =
    status === 200
      ? 'a web page answers in place of a device'
      : `a web server redirects to a page (HTTP status ${status})`;
  return new ProvisioningError('link/protocol', `${why}; check which network this machine is joined to`, {
    details: { endpoint, status },
  });
}
