// The search box: asks while somebody types, once they pause for a moment.

import { thumbnailOf } from './api.js';
import { byId, el } from './dom.js';
import { nameOfKey } from './format.js';
import { show } from './pictures.js';
import { pictureOf } from './state.js';

const pause = 120;

/** The box; `navigate(change, { push })` asks what it says, `state()` tells what is asked. */
export function createSearch(navigate, state) {
  const input = byId('query');
  let waiting = 0;
  let isTyping = false;

  // A run of key strokes is one entry of the history: the first one makes it, the others write into it.
  function typed() {
    clearTimeout(waiting);
    buttons(input.value);
    waiting = setTimeout(() => {
      const push = !isTyping;
      isTyping = true;
      navigate({ q: input.value, like: '' }, { push });
    }, pause);
  }

  function settle() {
    if (waiting) clearTimeout(waiting);
    if (input.value !== state().q) navigate({ q: input.value, like: '' }, { push: !isTyping });
    isTyping = false;
  }

  function clear() {
    clearTimeout(waiting);
    isTyping = false;
    input.value = '';
    navigate({ q: '', like: '', picture: 0 }, { push: true });
    input.focus();
  }

  function buttons(text) {
    byId('clear').hidden = !(text || state().like || state().picture);
  }

  /** Makes the box say what is asked, unless somebody is typing into it. */
  function sync() {
    const { q, like, picture } = state();
    if (document.activeElement !== input || input.value.trim() !== q.trim()) input.value = q;
    const place = byId('asked-picture');
    place.hidden = !(like || picture);
    place.replaceChildren();
    if (like || picture) {
      const image = el('img', { alt: like ? `Like ${nameOfKey(like)}` : 'Your image' });
      if (like) {
        show(image, thumbnailOf(like, 128));
      } else {
        const local = URL.createObjectURL(pictureOf(state()));
        image.addEventListener('load', () => URL.revokeObjectURL(local), { once: true });
        image.src = local;
      }
      place.append(image);
      input.placeholder = like ? 'or describe an image' : 'and say more about it';
    } else {
      input.placeholder = 'Describe an image';
    }
    buttons(q);
  }

  input.addEventListener('input', typed);
  input.addEventListener('blur', () => { isTyping = false; });
  byId('clear').addEventListener('click', clear);
  byId('ask').addEventListener('submit', event => {
    event.preventDefault();
    settle();
  });
  return { sync, clear, focus: () => { input.focus(); input.select(); }, stop: () => clearTimeout(waiting) };
}
