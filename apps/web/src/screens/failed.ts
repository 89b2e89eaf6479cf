import { html, nothing, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { type Fact, facts } from '../parts/facts.ts';
import { fill } from '../parts/fill.ts';
import { networkName } from '../parts/foreign-name.ts';
import type { TextKey } from '../words/words.ts';
import { copyDetails } from './copy-details.ts';
import { failedWords, findingSentence } from './failed-words.ts';
import { acts, heading, onSubmit } from './layout.ts';
import { typedFields, typedNetwork } from './other.ts';
import { passwordField } from './password-field.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** Most sentences of evidence that stand on the screen; the details have all. */
const mostSentences = 3;

/** Reasons that this page gives while the device is still at it: trying again means to go on watching. */
const stillJoining: readonly ScreenOf<'failed'>['reason'][] = ['timeout', 'no-address'];

/** What to say where evidence refutes the usual cause: the network needs no password, or it was in the list. */
const refuted: Partial<Record<ScreenOf<'failed'>['reason'], TextKey>> = {
  'auth-error': 'authOpenLead',
  'network-not-found': 'joinUnknownLead',
};

/** The device could not join: what it reported, then one remedy; the field to correct is on this screen. */
export function failed(screen: ScreenOf<'failed'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch } = context;
  const said = failedWords[screen.reason];
  const field = fieldToCorrect(screen, context);
  const submit = onSubmit((value) => {
    if (field === 'name') dispatch(typedNetwork(value));
    else if (field === 'password') dispatch({ kind: 'submit-password', passphrase: value('passphrase') });
    else dispatch({ kind: 'try-again' });
  });
  const network = state.network ? networkName(state.network) : words.wifi;
  const lead = (field === 'none' && refuted[screen.reason]) || said.lead;
  return html`${heading(words[said.title], fill(words[lead], { network }))}
    <form @submit=${submit}>
      ${evidence(screen, context)}
      ${
        field === 'name'
          ? typedFields(screen.problem ? [screen.problem] : [], context)
          : field === 'password'
            ? passwordField(context, { error: screen.problem && words[screen.problem] })
            : nothing
      }
      ${acts(
        context,
        html`${primary({ label: stillJoining.includes(screen.reason) ? words.waitLonger : words.tryAgain })}
        ${secondary({ label: words.anotherNetwork, press: () => dispatch({ kind: 'another-network' }) })}`,
      )}
    </form>
    <div class="foot">
      ${copyDetails(context)}
    </div>`;
}

function fieldToCorrect({ reason }: ScreenOf<'failed'>, { state }: ScreenContext): 'name' | 'password' | 'none' {
  const { network } = state;
  if (reason === 'network-not-found' && network?.kind === 'typed') return 'name';
  if (reason !== 'auth-error') return 'none';
  if (network?.kind === 'typed') return 'name';
  return network?.isOpen ? 'none' : 'password';
}

function evidence({ reason, attempts, findings }: ScreenOf<'failed'>, { words }: ScreenContext): TemplateResult {
  const said = failedWords[reason];
  const isSilent = reason === 'timeout';
  const list: Fact[] = [
    {
      name: isSilent ? words.factResult : words.factReason,
      value: words[said.reason],
      ...(said.protocol ? { small: html`<span class="id">${said.protocol}</span>` } : {}),
    },
    ...(attempts === undefined ? [] : [{ name: words.factAttempts, value: words.attemptsMade(attempts) }]),
  ];
  const sentences = findings
    .filter(({ kind }) => kind !== 'attempts')
    .slice(0, mostSentences)
    .map((finding) => findingSentence(finding, words));
  return facts(list, isSilent ? words.known : words.reported, sentences);
}
