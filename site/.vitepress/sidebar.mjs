/** Returns bar and sidebars of the theme for the sections of site/navigation.mjs. */
export function navigationOf(sections) {
  const sidebar = {};
  for (const { text, folder, items } of sections.filter(({ items: inner }) => inner?.length > 0)) {
    const shown = [{ text, items: items.map(sidebarItem) }];
    sidebar[`/${folder}/`] = shown;
    // A page that lies elsewhere has the sidebar of its section all the same.
    for (const path of paths(items)) if (!path.startsWith(`${folder}/`)) sidebar[`/${path}`] = shown;
  }
  const nav = sections
    .filter(({ path, items = [] }) => path !== undefined || paths(items).length > 0)
    .map(({ text, folder, path, items }) => ({
      text,
      link: link(path ?? paths(items)[0]),
      ...(folder !== undefined && { activeMatch: `^/${folder}/` }),
    }));
  return { nav, sidebar };
}

/** The page of a folder is the folder, for which VitePress looks where the sidebar marks the present page. */
function link(path) {
  return `/${path.replace(/(?<=\/)index$/, '')}`;
}

/**
 * Returns an item of the sidebar. A group that opens leads to its first page: the theme would otherwise put its switch
 * into another one, which keyboards and screen readers cannot tell apart.
 */
function sidebarItem({ text, path, items, collapsed = true }) {
  if (items === undefined) return { text, link: link(path) };
  return { text, link: link(path ?? paths(items)[0]), items: items.map(sidebarItem), collapsed };
}

function paths(items) {
  return items.flatMap(({ path, items: inner = [] }) => [...(path === undefined ? [] : [path]), ...paths(inner)]);
}
