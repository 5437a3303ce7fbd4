// One image in full: its picture, what is known of it, what can be done with it, and why it was named.

import { addressOf, getJson, thumbnailOf } from './api.js';
import { button, byId, el, icon, iconButton } from './dom.js';
import { day, nameOf, percent } from './format.js';
import { explain } from './explain.js';
import { openFile, show } from './pictures.js';
import { isAsked } from './state.js';

/** A viewer in the page's dialog; `acts` says what its buttons do, `context()` tells state, memory and neighbours. */
export function createViewer(acts, context) {
  const dialog = byId('viewer');
  let current = null;
  let loading = new AbortController();

  /** Shows an image; `why` shows its explanation too. */
  function open(image, { why = false } = {}) {
    loading.abort();
    loading = new AbortController();
    current = image;
    const held = dialog.open ? document.activeElement?.getAttribute('aria-label') : null;
    draw(image, why);
    if (!dialog.open) dialog.showModal();
    // Who goes on by the button keeps it under the finger.
    const again = [...dialog.querySelectorAll('.viewer-bar button:enabled')].find(made => made.getAttribute('aria-label') === held);
    (again ?? dialog.querySelector('.viewer-close')).focus({ preventScroll: true });
    void complete(image, loading.signal);
  }

  function draw(image, why) {
    const { state, memory } = context();
    const picture = el('img', { alt: nameOf(image), width: image.width || undefined, height: image.height || undefined });
    show(picture, thumbnailOf(image.image, 512));
    const canExplain = isAsked(state) && typeof image.probability === 'number';
    const panel = el('section', { class: 'explanation', 'aria-label': 'Explanation', hidden: true });
    const explainer = canExplain && act('path', 'Explain', 'e', () => toggle(panel, explainer, image));
    explainer?.setAttribute?.('aria-expanded', 'false');
    const isSmall = Math.max(image.width || 0, image.height || 0) <= 160;
    dialog.replaceChildren(
      el('div', { class: 'viewer-bar' },
        iconButton('left', 'Previous image', () => step(-1), { disabled: !neighbor(-1) }),
        iconButton('right', 'Next image', () => step(1), { disabled: !neighbor(1) }),
        el('span', { class: 'spring' }),
        iconButton('close', 'Close', close, { class: 'icon-button viewer-close' })),
      el('div', { class: 'viewer-body' },
        el('div', { class: isSmall ? 'stage small' : 'stage' }, picture),
        el('div', { class: 'about' },
          el('h2', { id: 'viewer-title' }, nameOf(image)),
          el('p', { class: 'viewer-key' }, image.image),
          chances(image),
          el('div', { class: 'viewer-acts' },
            explainer,
            act('similar', 'Similar', 's', () => acts.similar(image)),
            act('file', 'Open file', null, () => void openFile(`${addressOf(image.image)}/file`)),
            memory.writable && act('remove', 'Remove', 'Delete', () => acts.remove(image))),
          el('dl', { class: 'facts', id: 'viewer-facts' }))),
      panel);
    if (why && canExplain) toggle(panel, explainer, image);
  }

  function toggle(panel, opener, image) {
    panel.hidden = !panel.hidden;
    opener.setAttribute('aria-expanded', String(!panel.hidden));
    if (panel.hidden) return;
    const { state, memory } = context();
    void explain(panel, image, state, memory, loading.signal).then(() => panel.scrollIntoView({ block: 'nearest' }));
  }

  // What only the image's own address tells: all captions, tags, the date.
  async function complete(image, signal) {
    const told = await getJson(addressOf(image.image), { signal }).catch(() => null);
    if (!told || signal.aborted) return;
    // Opened by its address alone: now there is more to draw.
    if (!image.width) draw(current = { ...told, ...image }, false);
    const list = byId('viewer-facts');
    const others = (told.captions ?? []).slice(1).filter(caption => !told.tags?.includes(caption));
    const facts = [
      others.length && ['Also', others.join(' · ')],
      told.tags?.length && ['Tags', told.tags.join(', ')],
      told.taken && ['Taken', day(told.taken)],
      told.width && ['Size', `${told.width} × ${told.height}`],
      told.identifier?.length && ['Identifier', el('code', {}, told.identifier.join(' '))],
    ];
    list.replaceChildren(...facts.filter(Boolean).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
  }

  function neighbor(by) {
    const list = context().images;
    const index = list.findIndex(image => image.image === current?.image);
    return index < 0 ? undefined : list[index + by];
  }

  function step(by) {
    const next = neighbor(by);
    if (next) acts.show(next, { why: !dialog.querySelector('.explanation')?.hidden });
  }

  function close() {
    if (dialog.open) dialog.close();
  }

  dialog.addEventListener('close', () => {
    loading.abort();
    current = null;
    acts.closed();
  });
  dialog.addEventListener('click', event => { if (event.target === dialog) close(); });
  dialog.addEventListener('keydown', event => {
    if (event.target.closest('.path-scroll') || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      e: () => dialog.querySelector('[aria-expanded]')?.click(),
      s: () => acts.similar(current),
      Delete: () => context().memory.writable && acts.remove(current),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  return { open, close, current: () => current };
}

function act(symbol, label, key, onclick) {
  const made = button('', onclick);
  made.append(icon(symbol), el('span', {}, label));
  if (key) made.setAttribute('aria-keyshortcuts', key);
  return made;
}

function chances(image) {
  if (typeof image.probability !== 'number') return null;
  const row = (label, share, kind, hint) => {
    const fill = el('i', { class: 'fill' });
    fill.style.width = `${100 * share}%`;
    return el('div', { class: `chance-row ${kind}`, title: hint }, el('dt', {}, label), el('dd', {}, el('span', { class: 'meter', 'aria-hidden': 'true' }, fill), el('span', { class: 'number' }, percent(share))));
  };
  return el('dl', { class: 'chances' },
    row('Probability', image.probability, '', 'The model’s own, of saying this image’s identifier'),
    typeof image.confidence === 'number' && row('Confidence', image.confidence, 'second', 'How often a hit like this is the image meant, measured on questions that were kept back'));
}
