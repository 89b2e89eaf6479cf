/** The part of the browser's trusted types that is used. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): unknown };
}

/** Returns the address of a script of this page for a sink that wants a trusted one, such as a service worker. */
export function trustedUrl(url: URL, origin: string, trustedTypes: TrustedTypes | undefined): string {
  if (url.origin !== origin) throw new TypeError('a script of another origin is not trusted');
  if (trustedTypes === undefined) return url.href;
  policy ??= trustedTypes.createPolicy('esp-prov', { createScriptURL: (text) => text });
  // A TrustedScriptURL, which the types of the DOM take for a text.
  return policy.createScriptURL(url.href) as string;
}

/** One name makes one policy. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
