// What failed, in the server's own words, and a way to try again.

import { announce } from './announce.js';
import { button, el } from './dom.js';
import { addCard } from './tray.js';

/** Draws a problem where results would stand. */
export function problemPanel(problem, retry) {
  announce(`${problem.title}. ${problem.detail ?? ''}`);
  return el('div', { class: 'problem', role: 'alert' },
    el('h2', {}, problem.title ?? 'Something went wrong'),
    el('p', {}, problem.detail || problem.message || ''),
    problem.traceId && el('p', { class: 'fine' }, `Trace ${problem.traceId}`),
    retry && button('Try again', retry, 'strong'));
}

/** Tells a problem in the corner, where results stand unharmed. */
export function problemCard(what, problem, retry) {
  announce(`${what}. ${problem.detail || problem.title}`);
  const card = addCard(what, retry ? { kind: 'bad', actLabel: 'Try again', act: () => { card.remove(); retry(); } } : { kind: 'bad' });
  card.tell(problem.detail || problem.title);
  return card;
}
