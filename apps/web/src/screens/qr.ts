import { html, nothing, type TemplateResult } from 'lit';
import { type Button, primary, quiet, secondary } from '../parts/button.ts';
import { textField } from '../parts/field.ts';
import { icon } from '../parts/icon.ts';
import { cameraSign, imageSign, keyboardSign } from '../parts/later-signs.ts';
import { note } from '../parts/note.ts';
import { acts, heading, onSubmit } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** A QR code by camera, from a picture, or typed. */
export function qr(screen: ScreenOf<'qr'>, context: ScreenContext): TemplateResult {
  return screen.input === 'typed' ? typed(screen, context) : pictured(screen, context);
}

function typed(screen: ScreenOf<'qr'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  const submit = onSubmit((field) => dispatch({ kind: 'qr-text', text: field('code') }));
  return html`${heading(words.qrTypedTitle, words.qrTypedLead)}
    <form @submit=${submit}>
      ${textField({
        name: 'code',
        label: words.qrText,
        value: '',
        multiline: true,
        hint: words.qrTextHint,
        error: problem(screen, context),
      })}
      ${acts(context, primary({ label: words.qrUse }))}
    </form>
    <div class="foot">${otherInput('camera', context)} ${pictureButton(context, 'quiet')}</div>`;
}

function pictured(screen: ScreenOf<'qr'>, context: ScreenContext): TemplateResult {
  const { words } = context;
  const refused = screen.camera === 'denied' ? words.qrDenied : screen.camera === 'none' ? words.qrNone : undefined;
  const wrong = problem(screen, context);
  const hasLens = screen.input === 'camera' && !refused;
  return html`${heading(screen.input === 'camera' ? words.qrTitle : words.qrPictureTitle, words.qrLead)}
    ${hasLens ? lens(screen, context) : nothing} ${refused ? note(refused, 'warn') : nothing}
    ${wrong ? note(wrong, 'danger') : nothing}
    ${acts(
      context,
      hasLens
        ? html`${pictureButton(context, '')} ${secondary(inputButton('typed', context))}`
        : pictureButton(context, 'primary'),
    )}
    ${
      hasLens
        ? nothing
        : html`<div class="foot">${otherInput('typed', context)} ${screen.camera === 'none' ? nothing : otherInput('camera', context)}</div>`
    }
    <p class="tiny muted">${words.qrStays}</p>`;
}

function lens(screen: ScreenOf<'qr'>, { words, stream }: ScreenContext): TemplateResult {
  return html`<div class="lens">
    ${
      stream && screen.camera === 'on'
        ? html`<video .srcObject=${stream} .muted=${true} autoplay playsinline aria-label=${words.cameraPicture}></video>`
        : nothing
    }
    <svg viewBox="0 0 120 90" aria-hidden="true">
      <path d="M18 24V10a6 6 0 0 1 6-6h14M82 4h14a6 6 0 0 1 6 6v14M102 66v14a6 6 0 0 1-6 6H82M38 86H24a6 6 0 0 1-6-6V66" />
    </svg>
    <span class="cue">${screen.camera === 'on' ? words.qrLooking : words.qrAsking}</span>
  </div>`;
}

function pictureButton({ words, dispatch }: ScreenContext, looks: '' | 'primary' | 'quiet'): TemplateResult {
  const take = (event: Event) => {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
    if (file) dispatch({ kind: 'qr-picture', picture: file });
  };
  return html`<label class="btn file ${looks}">
    <input class="vh" type="file" accept="image/*" @change=${take} />${icon(imageSign)}<span>${words.qrPicture}</span>
  </label>`;
}

function otherInput(input: 'camera' | 'typed', context: ScreenContext): TemplateResult {
  return quiet(inputButton(input, context));
}

function inputButton(input: 'camera' | 'typed', { words, dispatch }: ScreenContext): Button {
  return {
    label: input === 'camera' ? words.qrCamera : words.qrType,
    sign: input === 'camera' ? cameraSign : keyboardSign,
    press: () => dispatch({ kind: 'qr-input', input }),
  };
}

function problem({ problem: found, otherKind }: ScreenOf<'qr'>, { words }: ScreenContext): string | undefined {
  if (!found) return undefined;
  const own = `other-${otherKind}`;
  return own in words ? words[own as keyof Pick<typeof words, 'other-link'>] : words[found];
}
