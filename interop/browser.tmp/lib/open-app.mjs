import { Person } from './person.mjs';

/** Opens the built page, as a person at it. `with: 'plain'`: in Chromium without Web Bluetooth. */
export async function openApp(
  scene,
  { path = '/', origin = scene.lab.site.origin, words = scene.lab.words, with: which, ...options } = {},
) {
  const opened = await (which === 'plain' ? scene.openPlain : scene.open).call(scene, `${origin}${path}`, options);
  return { ...opened, person: new Person(opened.page, words) };
}
