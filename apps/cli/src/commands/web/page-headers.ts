/**
 * What a browser lets the page do. Scripts, styles and workers are files of the page; nothing is made of text. It may
 * speak to devices over plain HTTP, as it tries the address that a device has got.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self' http:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html esp-prov',
].join('; ');

/** Headers of every answer. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy':
    'bluetooth=(self), serial=(self), camera=(self), clipboard-write=(self), microphone=(), geolocation=(), usb=(), hid=(), payment=(), browsing-topics=()',
};

/** Headers of the files of the page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  'Content-Security-Policy': contentSecurityPolicy,
  // Another version may be served here next time.
  'Cache-Control': 'no-cache',
};
