import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Smallest side of what is pressed, in CSS pixels. */
const smallestTarget = 44;

/** Ends what a change of screen fades in, which is not to be judged half-way. */
export async function settle(page) {
  await page.evaluate(async () => {
    const element = document.querySelector('esp-provision-flow');
    await element.updateComplete;
    for (const animation of element.shadowRoot.getAnimations({ subtree: true })) {
      if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
    }
  });
}

/** Returns what axe finds wrong with a page, a sentence for each place; it looks into open shadow roots. */
export async function axeFaults(page, { isPart = false, only } = {}) {
  await page.evaluate(`if (!globalThis.axe) { ${axe} }`);
  // A part of somebody's page need not have landmarks and a heading of the first level.
  const off = isPart ? ['region', 'page-has-heading-one', 'landmark-one-main'] : [];
  const found = await page.evaluate(
    async ([values, disabled, wanted]) => {
      const rules = Object.fromEntries(disabled.map((id) => [id, { enabled: false }]));
      const { violations } = await globalThis.axe.run(document, {
        runOnly: wanted ? { type: 'rule', values: wanted } : { type: 'tag', values },
        rules,
        resultTypes: ['violations'],
      });
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map((node) => `${node.target.flat(9).join(' ')}: ${node.any[0]?.message ?? ''}`),
      }));
    },
    [tags, off, only],
  );
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `axe ${id}: ${help}: ${node}`));
}

/**
 * Returns what is wrong with the layout, by facts that do not depend on fonts: nothing scrolls sideways, no control is
 * smaller than a finger, no two controls lie over each other, every field has a label that can be seen.
 */
export async function layoutFaults(page) {
  return await page.evaluate(findLayoutFaults, smallestTarget);
}

/** Runs in the page. */
function findLayoutFaults(smallest) {
  const faults = [];
  const all = (root) =>
    [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  const elements = all(document);
  const named = (each) => {
    const text = (each.getAttribute('aria-label') ?? each.textContent ?? '').trim().slice(0, 40);
    return `<${each.localName}${each.className ? ` class="${each.className}"` : ''}> “${text}”`;
  };
  const isShown = (each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth > clientWidth) {
    const wide = elements.filter((each) => isShown(each) && each.getBoundingClientRect().right > clientWidth + 1);
    faults.push(`scrolls sideways: ${scrollWidth} in ${clientWidth}: ${wide.slice(-3).map(named).join(', ')}`);
  }
  const fields = elements.filter((each) => each.matches('input:not([type=hidden]), select, textarea') && isShown(each));
  for (const field of fields) {
    const labels = [...(field.labels ?? [])].filter((label) => isShown(label) && label.textContent.trim() !== '');
    if (labels.length === 0 && field.type !== 'file') faults.push(`no visible label: ${named(field)} ${field.name}`);
  }
  const targets = elements
    .filter((each) => each.matches('button, a[href], summary, select, input:not([type=hidden]), label:has(input)'))
    .filter(isShown)
    // A link within a sentence is as high as its line. WCAG 2.2, 2.5.8
    .filter((each) => !(each.localName === 'a' && getComputedStyle(each).display === 'inline'))
    // A field that lies in its label is pressed by way of it.
    .filter((each) => !(each.localName === 'input' && each.closest('label')));
  // What stays in sight while the rest scrolls lies over it.
  const isPinned = (each) => {
    for (let at = each; at; at = at.parentElement ?? at.getRootNode().host) {
      if (/sticky|fixed/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };
  const boxes = targets
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  for (const { each, box } of boxes) {
    const { width, height } = box;
    if (Math.min(width, height) < smallest - 0.5) {
      faults.push(`smaller than ${smallest} px: ${named(each)} ${width.toFixed(0)} × ${height.toFixed(0)}`);
    }
  }
  for (const [at, one] of boxes.entries()) {
    for (const two of boxes.slice(at + 1)) {
      if (isPinned(one.each) !== isPinned(two.each)) continue;
      if (one.each.contains(two.each) || two.each.contains(one.each)) continue;
      const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const down = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
      if (across > 1 && down > 1 && shareParent(one.each, two.each)) {
        faults.push(`overlap: ${named(one.each)} and ${named(two.each)}`);
      }
    }
  }
  // Text that its box cuts off, unless it may end in an ellipsis.
  for (const each of elements.filter(isShown)) {
    const style = getComputedStyle(each);
    if (!/hidden|clip/.test(style.overflowX) || style.textOverflow === 'ellipsis') continue;
    if (each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1 && each.textContent?.trim()) {
      faults.push(`cut off: ${named(each)} ${each.scrollWidth} in ${each.clientWidth}`);
    }
  }
  return faults;

  /** A field with its button inside of it is meant so. */
  function shareParent(a, b) {
    return !(a.parentElement === b.parentElement && (a.localName === 'input' || b.localName === 'input'));
  }
}
