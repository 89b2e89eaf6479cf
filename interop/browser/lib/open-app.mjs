import { Person } from './person.mjs';

/** Opens the built page, as a person at it. */
export async function openApp(
  scene,
  { path = '/', origin = scene.lab.site.origin, words = scene.lab.words, ...options } = {},
) {
  const opened = await scene.open(`${origin}${path}`, options);
  return { ...opened, person: new Person(opened.page, words) };
}
