// The cards in the corner: uploads, jobs, what was removed and can come back, what failed.

import { byId, button, el, iconButton } from './dom.js';

/** Puts a card into the tray: a line of text, a bar, one act. */
export function addCard(text, { act, actLabel, bar = false, kind = '' } = {}) {
  const line = el('p', { class: 'card-text' }, text);
  const detail = el('p', { class: 'card-detail', hidden: true });
  const fill = el('i');
  const meter = el('div', { class: 'bar', role: 'progressbar', 'aria-label': text, 'aria-valuemin': '0', 'aria-valuemax': '100', hidden: !bar }, fill);
  const deed = act ? button(actLabel, act, 'card-act') : null;
  const close = iconButton('close', 'Dismiss', () => card.remove(), { class: 'icon-button slim' });
  const element = el('div', { class: `card ${kind}`, role: 'group' }, el('div', { class: 'card-line' }, line, deed, close), detail, meter);
  byId('tray').append(element);

  const card = {
    element,
    say(words) { line.textContent = words; },
    tell(words) { detail.textContent = words; detail.hidden = !words; },
    progress(fraction) {
      meter.hidden = fraction === null;
      if (fraction === null) return;
      const share = Math.round(100 * Math.min(1, Math.max(0, fraction)));
      fill.style.width = `${share}%`;
      meter.setAttribute('aria-valuenow', String(share));
    },
    mark(nextKind) { element.className = `card ${nextKind}`; },
    offer(label, run) {
      element.querySelector('.card-act')?.remove();
      if (label) close.before(button(label, run, 'card-act'));
    },
    remove() { element.remove(); },
    fade(after = 4000) { setTimeout(() => element.remove(), after); },
  };
  return card;
}
