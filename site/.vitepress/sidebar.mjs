// Bar and sidebars of the theme, from the sections of site/navigation.mjs.
import { pathsOf } from '../sources/complete-navigation.mjs';

/** Most pages of a group that stand in the sidebar of their section; more have a sidebar of their own. */
const mostInGroup = 15;

/**
 * Returns what the theme wants to know of the navigation.
 *
 * @typedef {import('../sources/complete-navigation.mjs').Item} Item
 * @typedef {{ text: string, link: string, items?: Shown[], collapsed?: boolean }} Shown
 * @param {readonly Item[]} sections
 * @returns {{ nav: Shown[], sidebar: Record<string, (Shown | { text: string, items: Shown[] })[]> }}
 */
export function navigationOf(sections) {
  /** @type {Record<string, any[]>} */
  const sidebar = {};
  for (const section of sections.filter(({ items = [] }) => items.length > 0)) {
    // The theme takes the first that fits of those of one depth.
    for (const group of section.items.filter(isLarge)) sidebar[`/${folderOf(group)}`] = ownSidebar(section, group);
    const shown = [{ text: section.text, items: section.items.map(sectionItem) }];
    sidebar[`/${section.folder}/`] = shown;
    // A page that lies elsewhere has the sidebar of its section all the same.
    const elsewhere = pathsOf(section.items).filter((path) => !path.startsWith(`${section.folder}/`));
    for (const path of elsewhere) sidebar[`/${path}`] = shown;
  }
  const nav = sections
    .filter((section) => pathsOf([section]).length > 0)
    .map(({ text, folder, path, items }) => ({
      text,
      link: link(path ?? pathsOf(items)[0]),
      ...(folder !== undefined && { activeMatch: `^/${folder}/` }),
    }));
  return { nav, sidebar };
}

/** The sidebar of a large group: the way back to its section, and the group. Each page holds all of its sidebar. */
function ownSidebar(section, group) {
  return [
    { text: `← ${section.text}`, link: link(pathsOf(section.items)[0]) },
    { text: group.text, link: link(pathsOf([group])[0]), items: group.items.map(sidebarItem) },
  ];
}

function sectionItem(item) {
  return isLarge(item) ? { text: item.text, link: link(pathsOf([item])[0]) } : sidebarItem(item);
}

/**
 * Returns an item of the sidebar. A group that opens leads to its first page: the theme would otherwise put its switch
 * into another one, which keyboards and screen readers cannot tell apart.
 */
function sidebarItem({ text, path, items, collapsed = true }) {
  if (items === undefined) return { text, link: link(path) };
  return { text, link: link(path ?? pathsOf(items)[0]), items: items.map(sidebarItem), collapsed };
}

function isLarge({ items = [] }) {
  return pathsOf(items).length > mostInGroup;
}

/** Returns the folder that all pages of a group are in; its overview may be beside it. */
function folderOf({ items }) {
  const folders = pathsOf(items).map((path) => path.split('/').slice(0, -1));
  const [first] = folders;
  const depth = first.findIndex((name, index) => folders.some((folder) => folder[index] !== name));
  return first.slice(0, depth < 0 ? undefined : depth).join('/');
}

/** The page of a folder is the folder, for which VitePress looks where the sidebar marks the present page. */
function link(path) {
  return `/${path.replace(/(?<=\/)index$/, '')}`;
}
