import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Link, Scene } from '../flow/scene.ts';
import type { Words } from '../words/words.ts';
import { harmlessName } from './foreign-name.ts';
import { type IconName, iconPaths } from './icon.ts';
import { boardShape, browserShape, houseShape, surroundings } from './scene-shapes.ts';
import { farSign, nearSign, sceneSentence } from './scene-words.ts';

/** Where the two arcs run, and where their signs sit. */
const near = { path: 'M60 68C66 23 164 21 170 72', x: 115, y: 33 };
const far = { path: 'M190 72C196 25 293 19 299 56', x: 244.5, y: 33 };

/**
 * Renders the path from the browser over the device to the home; it hangs on the scene alone. The slot `device` takes a
 * picture of the maker's own in place of the board.
 */
export function sceneDrawing(scene: Scene, words: Words): TemplateResult {
  return html`<div class="scene" part="scene" data-near=${scene.near} data-far=${scene.far}><div class="drawing">
    <div class="stage" role="img" aria-label=${sceneSentence(scene, words)}>
      <svg class="path" viewBox="0 0 360 164" aria-hidden="true">
        ${surroundings} ${browserShape} ${houseShape} ${arc(near, scene.near, nearSign(scene))}
        ${arc(far, scene.far, farSign(scene))}
      </svg>
      <div class="board"><slot name="device"><svg viewBox="0 0 60 74" aria-hidden="true">${boardShape}</svg></slot></div>
    </div>
    <div class="names" aria-hidden="true">
      <span>${words.browser}</span>
      ${
        scene.device === undefined
          ? html`<span>${words.device}</span>`
          : html`<bdi class="id">${harmlessName(scene.device)}</bdi>`
      }
      ${
        scene.network === undefined
          ? html`<span>${scene.isSetUp ? words.itsWifi : words.wifi}</span>`
          : html`<bdi>${harmlessName(scene.network)}</bdi>`
      }
    </div>
  </div></div>`;
}

function arc({ path, x, y }: typeof near, link: Link, sign: IconName): SVGTemplateResult {
  return svg`<g data-link=${link}>
    <path class="arc" d=${path} /><path class="pulse" pathLength="150" d=${path} />
    <circle class="halo" cx=${x} cy=${y} r="17" /><circle class="badge" cx=${x} cy=${y} r="17" />
    <svg x=${x - 9.5} y=${y - 9.5} width="19" height="19" viewBox="0 0 24 24"><path class="glyph" d=${iconPaths[sign]} /></svg>
  </g>`;
}
