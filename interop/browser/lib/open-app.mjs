import { Person } from './person.mjs';

/** Opens the built page, as a person at it. `with: 'plain'`: in Chromium without Web Bluetooth. */
export async function openApp(
  scene,
  { path = '/', origin = scene.lab.site.origin, words = scene.lab.words, with: which, ...options } = {},
) {
  const prepare = async (page) => {
    // The page of a device that is on the network now: the last screen looks whether it answers.
    await page.route('http://192.168.1.42/', (route) => route.fulfill({ body: 'a device' }));
    await options.prepare?.(page);
  };
  const opened = await (which === 'plain' ? scene.openPlain : scene.open).call(scene, `${origin}${path}`, {
    ...options,
    prepare,
  });
  return { ...opened, person: new Person(opened.page, words) };
}
