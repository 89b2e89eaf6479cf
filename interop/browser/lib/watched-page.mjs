/**
 * Collects what no page of ours may do, in whichever case: errors in the console, exceptions that nobody caught, and what
 * its policy forbids. A case that provokes one takes it out of the list.
 */
export async function watchPage(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('crash', () => faults.push('the page has crashed'));
  await page.exposeFunction('espProvViolation', (text) => {
    faults.push(`policy: ${text}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const where = `${event.sourceFile}:${event.lineNumber}`;
      void globalThis.espProvViolation(`${event.effectiveDirective} ${event.blockedURI} ${where} ${event.sample}`);
    });
  });
  return faults;
}
