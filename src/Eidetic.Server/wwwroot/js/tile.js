// One image of the grid: its picture, its name, and for a hit its rank and probability.

import { thumbnailOf } from './api.js';
import { el, iconButton } from './dom.js';
import { nameOf, percent } from './format.js';
import { show, thumbnailSize } from './pictures.js';

// A small picture stands at most this much larger than it is.
const enlarged = 1.25;

/** Builds the tile of an image; `acts` says what its buttons do. */
export function createTile(image, acts) {
  const picture = el('img', { alt: '', decoding: 'async', loading: 'lazy', draggable: 'false' });
  const frame = el('span', { class: 'frame' }, picture);
  const rank = el('span', { class: 'rank' });
  const name = el('span', { class: 'name' });
  const meter = el('span', { class: 'meter' }, el('i', { class: 'fill' }));
  const number = el('span', { class: 'number' });
  const caption = el('span', { class: 'caption' }, el('span', { class: 'naming' }, rank, name), el('span', { class: 'chance' }, meter, number));
  const opener = el('button', { type: 'button', class: 'open', tabindex: '-1', onclick: () => acts.open(tile.image) }, frame, caption);
  const shortcut = (icon, label, act) => iconButton(icon, label, event => { event.stopPropagation(); act(tile.image); }, { tabindex: '-1' });
  const buttons = {
    explain: shortcut('path', 'Explain', acts.explain),
    similar: shortcut('similar', 'Similar images', acts.similar),
    remove: shortcut('remove', 'Remove', acts.remove),
  };
  const element = el('li', { class: 'tile' }, opener, el('div', { class: 'acts' }, buttons.explain, buttons.similar, buttons.remove));
  const tile = { element, opener, image, size: 0, top: 0, left: 0, width: 0 };

  /** Says anew what the image is: a hit of this question, or a member of the collection. */
  tile.tell = (next, { writable }) => {
    tile.image = next;
    const isHit = typeof next.probability === 'number';
    const called = nameOf(next);
    name.textContent = called;
    rank.textContent = isHit ? String(next.rank) : '';
    number.textContent = isHit ? percent(next.probability) : '';
    element.classList.toggle('hit', isHit);
    meter.firstChild.style.width = `${isHit ? 100 * next.probability : 0}%`;
    opener.setAttribute('aria-label', isHit ? `${called}, hit ${next.rank}, ${chance(next)}` : called);
    opener.title = isHit ? `${called} · ${chance(next)}` : called;
    buttons.explain.hidden = !isHit;
    buttons.remove.hidden = !writable;
    for (const [act, label] of [['explain', 'Explain'], ['similar', 'Images similar to'], ['remove', 'Remove']]) {
      buttons[act].setAttribute('aria-label', `${label} ${called}`);
    }
  };

  /** Puts the tile where the layout wants it, with its size known before the picture comes. */
  tile.place = ({ left, top, width, height }) => {
    Object.assign(tile, { left, top, width });
    element.style.transform = `translate(${left}px, ${top}px)`;
    element.style.width = `${width}px`;
    frame.style.height = `${height}px`;
    const natural = Math.max(tile.image.width || 0, tile.image.height || 0);
    const isSmall = natural > 0 && natural * enlarged < Math.min(width, height);
    frame.classList.toggle('small', isSmall);
    picture.style.width = isSmall ? `${tile.image.width * enlarged}px` : '';
    picture.style.height = isSmall ? `${tile.image.height * enlarged}px` : '';
    const size = thumbnailSize(isSmall ? natural : Math.max(width, height));
    if (size > tile.size) {
      tile.size = size;
      show(picture, thumbnailOf(tile.image.image, size));
    }
  };

  return tile;
}

function chance(hit) {
  const confidence = typeof hit.confidence === 'number' ? `, ${percent(hit.confidence)} sure to be the one meant` : '';
  return `probability ${percent(hit.probability)}${confidence}`;
}
