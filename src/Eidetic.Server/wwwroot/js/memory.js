// The memory's facts, and what of the page follows from them.

import { getJson } from './api.js';
import { byId, el } from './dom.js';

let facts = { name: '', images: 0, writable: false, calibrated: false, added: 0, removed: 0 };

export const memory = () => facts;

/** Asks for the facts anew. */
export async function loadMemory() {
  facts = await getJson('v1/memory');
  byId('memory-name').textContent = facts.name;
  byId('add').hidden = !facts.writable;
  byId('sure').hidden = !facts.calibrated;
  byId('known-tags').replaceChildren(...(facts.tags ?? []).map(tag => el('option', { value: tag.name })));
  document.documentElement.classList.toggle('read-only', !facts.writable);
  return facts;
}
