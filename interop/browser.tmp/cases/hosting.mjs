import { check } from '../../support/checks.mjs';
import { siteFolder } from '../lib/site.mjs';
import { startStaticServer } from '../lib/static-server.mjs';

/** The built folder on hosts of others: nothing but files, at the root and below a path. */
export function hostingCases() {
  return [
    { name: 'host: the folder at the root of a static host', run: (scene) => opens(scene, '/') },
    { name: 'host: the folder below a path', run: (scene) => opens(scene, '/tools/setup/') },
    { name: 'host: headers of a strict host are no hindrance', run: strictHost },
    { name: 'host: the policy allows no script but those of the folder', run: policy },
  ];
}

async function opens(scene, path) {
  const server = await startStaticServer({ folders: { [path]: siteFolder } });
  scene.defer(() => server.close());
  const failed = [];
  const { page } = await scene.open(undefined);
  page.on('response', (response) => response.status() >= 400 && failed.push(response.url()));
  page.on('requestfailed', (request) => failed.push(request.url()));
  await page.goto(`${server.origin}${path}`);
  await page.locator('main').waitFor();
  check(failed.length === 0, `could not be had: ${failed.join(', ')}`);
  const outside = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => !name.startsWith(location.origin)),
  );
  check(outside.length === 0, `it loads from elsewhere: ${outside.join(', ')}`);
}

async function strictHost(scene) {
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "default-src 'self'; require-trusted-types-for 'script'",
  };
  const server = await startStaticServer({ folders: { '/': siteFolder }, headers });
  scene.defer(() => server.close());
  const { page } = await scene.open(`${server.origin}/`);
  await page.locator('main').waitFor();
}

async function policy(scene) {
  const { page, faults } = await scene.open(`${scene.lab.site.origin}/`);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    try {
      script.textContent = 'globalThis.inlineRan = true';
      document.body.append(script);
    } catch {
      // Trusted types refuse it before the policy does.
    }
    const button = document.createElement('div');
    let wrote = 'refused';
    try {
      button.innerHTML = '<img src=x onerror="globalThis.inlineRan = true">';
      wrote = 'taken';
    } catch {
      // As it should be.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { inline: globalThis.inlineRan === true, wrote };
  });
  check(!ran.inline, 'an inline script ran');
  check(ran.wrote === 'refused', 'a string became elements');
  check(faults.length > 0, 'nothing was reported');
  faults.length = 0;
}
