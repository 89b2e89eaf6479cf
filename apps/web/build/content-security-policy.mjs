/**
 * What the page may load and do, by directive. It stands in the built index.html, as most hosts set no headers.
 *
 * @type {Record<string, string[]>}
 */
export const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'media-src': ["'self'", 'blob:'],
  // Devices have addresses of their own: the link on the last screen is tried before it is shown.
  'connect-src': ["'self'", 'http:'],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['lit-html', 'esp-prov'],
};

/** Returns a policy as one line. */
export function policyText(directives) {
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
