// Help, and the question for a key.

import { byId, el } from './dom.js';
import { bytes, count, percent } from './format.js';

/** Wires the help; `memory()` tells what stands in it. */
export function createHelp(memory) {
  const dialog = byId('help');
  const open = () => {
    byId('facts').replaceChildren(...facts(memory()).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
    if (!dialog.open) dialog.showModal();
  };
  byId('help-open').addEventListener('click', open);
  dialog.addEventListener('click', event => {
    if (event.target === dialog || event.target.closest('[data-close]')) dialog.close();
  });
  return { open };
}

/** Asks for an API key; answers null where the user has none. */
export function askKey(isWrong) {
  const dialog = byId('key');
  const value = byId('key-value');
  byId('key-reason').textContent = isWrong ? 'That key is not known here, or may not do this.' : 'This memory answers only those who have a key.';
  value.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  value.focus();
  return new Promise(resolve => {
    byId('key-cancel').onclick = () => dialog.close('');
    byId('key-form').onsubmit = event => {
      event.preventDefault();
      dialog.close('entered');
    };
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'entered' ? value.value.trim() : null);
      value.value = '';
    }, { once: true });
  });
}

function facts(memory) {
  return [
    ['Name', memory.name],
    ['Images', count(memory.images)],
    ['Identifiers', memory.scheme],
    ['Model', memory.model],
    typeof memory.memorizeAccuracy === 'number' && ['Memorized', percent(memory.memorizeAccuracy)],
    memory.bytes && ['On disk', bytes(memory.bytes)],
    ['Changes', memory.writable ? 'allowed' : 'not allowed'],
  ].filter(fact => fact && fact[1] !== undefined && fact[1] !== null && fact[1] !== '');
}
