import { escapeMarkup } from '../../escape-markup.mjs';
import { widthOf } from '../screen/character-width.mjs';
import { linesOf, scrollsOf, shortenedTime } from './timeline.mjs';

/** Sizes in CSS pixels: a column is as wide as in the usual fonts of 13 px. */
const column = 7.83;
const line = 18;
const edge = 14;
const head = 26;

/** Colours by class: light, dark. Those of looks are named after their SGR numbers. */
const colours = {
  ground: ['#f6f8fa', '#0d1117'],
  head: ['#e4e9ed', '#1c232b'],
  rim: ['#c6ced6', '#30363d'],
  text: ['#1f2328', '#e6edf3'],
  name: ['#57606a', '#9aa4ae'],
  31: ['#b3261e', '#ff8a80'],
  32: ['#1a7f37', '#4ac26b'],
  33: ['#8a5a00', '#e3b341'],
  36: ['#0a6c70', '#56d4dd'],
  90: ['#6e7781', '#8b949e'],
};

/**
 * Draws terminals of one recording below each other, as an SVG that plays once and then stands still. Whoever asks for
 * less motion sees its end at once, and so does a program that plays nothing.
 *
 * @param {{ title: string, description: string, panes: { name: string, rows: number, columns: number,
 *   frames: import('../record/terminal.mjs').Frame[] }[] }} options
 */
export function drawAnimation({ title, description, panes }) {
  const { timeOf, endMs } = shortenedTime(panes.map(({ frames }) => frames));
  const width = Math.ceil(Math.max(...panes.map(({ columns }) => columns)) * column + 2 * edge);
  let y = 0;
  const drawn = [];
  const rules = [];
  for (const [number, pane] of panes.entries()) {
    const height = head + pane.rows * line + edge;
    const { film, rule } = drawFilm(pane, number, { timeOf, endMs });
    if (rule) rules.push(rule);
    drawn.push(
      `<svg y="${y}" width="${width}" height="${height}">`,
      `<rect class="ground" width="${width}" height="${height}"/>`,
      `<rect class="head" width="${width}" height="${head}"/>`,
      `<text class="name" x="${edge}" y="17">${escapeMarkup(pane.name)}</text>`,
      `<svg x="${edge}" y="${head + 6}" width="${width - edge}" height="${pane.rows * line + 4}">`,
      film,
      '</svg></svg>',
    );
    y += height;
  }
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escapeMarkup(title)}</title>`,
    `<desc id="d">${escapeMarkup(description)}</desc>`,
    `<style>${style(rules)}</style>`,
    `<g clip-path="inset(0 round 8px)">`,
    ...drawn,
    '</g>',
    `<rect class="rim" x=".5" y=".5" width="${width - 1}" height="${y - 1}" rx="8"/>`,
    '</svg>',
  ].join('\n')}\n`;
}

/** Returns all lines of a terminal below each other, and the rule that moves them up. */
function drawFilm({ frames, rows }, number, { timeOf, endMs }) {
  const texts = linesOf(frames, timeOf).map(drawLine);
  const scrolls = scrollsOf(frames, timeOf, rows);
  if (scrolls.length === 0) return { film: texts.join('\n') };
  const move = (away) => `{transform:translateY(${-away * line}px)}`;
  const steps = scrolls.map(({ from, away }) => `${Number(((from / endMs) * 100).toFixed(3))}%${move(away)}`);
  const rule = [
    `#f${number}${move(scrolls.at(-1).away)}`,
    `@keyframes m${number}{0%${move(0)}${steps.join('')}}`,
    `@media (prefers-reduced-motion:no-preference){#f${number}{animation:m${number} ${seconds(endMs)} step-end}}`,
  ];
  return { film: `<g id="f${number}">\n${texts.join('\n')}\n</g>`, rule: rule.join('') };
}

/** What is there at the end appears; everything else is seen for a while. */
function drawLine({ row, from, to, runs }) {
  const looks = to === undefined ? [`animation-duration:${seconds(from)}`] : [`animation-delay:${seconds(from)}`];
  if (to !== undefined) looks.push(`animation-duration:${seconds(to - from)}`);
  const kind = to === undefined ? '' : ' class="w"';
  const motion = to === undefined && from === 0 ? '' : ` style="${looks.join(';')}"`;
  return `<text y="${row * line + 13}"${kind}${motion}>${drawRuns(runs)}</text>`;
}

/** Behind a wide character, which few fonts draw as wide as a terminal does, the text begins anew at its column. */
function drawRuns(runs) {
  let at = 0;
  let isBehindWide = false;
  let drawn = '';
  for (const { text, style: look } of runs) {
    let piece = '';
    let begin = isBehindWide ? at : undefined;
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      if (isBehindWide && piece !== '') {
        drawn += drawPiece(piece, look, begin);
        [piece, begin] = ['', at];
      }
      piece += segment;
      at += widthOf(segment);
      isBehindWide = widthOf(segment) === 2;
    }
    drawn += drawPiece(piece, look, begin);
  }
  return drawn;
}

function drawPiece(text, look, x) {
  const classes = look.split(';').filter(Boolean);
  const shown = escapeMarkup(text);
  if (classes.length === 0 && x === undefined) return shown;
  const place = x === undefined ? '' : ` x="${Number((x * column).toFixed(2))}"`;
  return `<tspan${place}${classes.length > 0 ? ` class="${classes.map((name) => `c${name}`).join(' ')}"` : ''}>${shown}</tspan>`;
}

function style(rules) {
  const scheme = (index) =>
    Object.entries(colours)
      .map(([name, values]) => `--${/^\d/.test(name) ? 'c' : ''}${name}:${values[index]}`)
      .join(';');
  const looks = Object.keys(colours)
    .filter((name) => /^\d/.test(name))
    .map((name) => `.c${name}{fill:var(--c${name})}`);
  return [
    `svg{${scheme(0)}}@media (prefers-color-scheme:dark){svg{${scheme(1)}}}`,
    `text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--text);white-space:pre}`,
    `.ground{fill:var(--ground)}.head{fill:var(--head)}.rim{fill:none;stroke:var(--rim)}`,
    `.name{font:600 12px system-ui,sans-serif;fill:var(--name)}`,
    `${looks.join('')}.c1{font-weight:700}.c2{opacity:.7}.c3{font-style:italic}.c4{text-decoration:underline}.c9{text-decoration:line-through}`,
    // The end is how everything looks without an animation.
    `.w{visibility:hidden}`,
    `@media (prefers-reduced-motion:no-preference){text[style]{animation:a 0s}text.w{animation-name:w}}`,
    `@keyframes a{0%,to{visibility:hidden}}@keyframes w{0%,to{visibility:visible}}`,
    ...rules,
  ].join('\n');
}

function seconds(ms) {
  return `${Number((ms / 1000).toFixed(3))}s`;
}
