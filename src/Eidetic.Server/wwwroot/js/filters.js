// Which images may be named: conditions on keys, tags and dates, shown as chips where they are in use.

import { byId, el, iconButton } from './dom.js';
import { usedFilters } from './state.js';

const pause = 350;
const said = {
  prefix: value => `begins with ${value}`,
  tags: value => `tagged ${value}`,
  any: value => `tagged any of ${value}`,
  after: value => `from ${value}`,
  before: value => `before ${value}`,
  min: value => `only if a match is ${Math.round(100 * value)} % likely`,
};

export function createFilters(navigate, state) {
  const form = byId('filters');
  const opener = byId('filters-open');
  let waiting = 0;

  function changed() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const next = {};
      for (const field of form.elements) if (field.name && field.checkValidity()) next[field.name] = field.value.trim();
      if (Object.entries(next).some(([name, value]) => state()[name] !== value)) navigate(next, { push: true });
    }, pause);
  }

  function toggle(isOpen = form.hidden) {
    form.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) form.querySelector('input').focus();
  }

  function clear() {
    navigate({ prefix: '', tags: '', any: '', after: '', before: '', min: '' }, { push: true });
  }

  /** Makes fields and chips say what is asked. */
  function sync() {
    const used = usedFilters(state());
    for (const field of form.elements) if (field.name && document.activeElement !== field) field.value = state()[field.name];
    opener.classList.toggle('on', used.length > 0);
    opener.setAttribute('aria-label', used.length ? `Filters, ${used.length} in use` : 'Filters');
    byId('chips').hidden = used.length === 0;
    byId('chips').replaceChildren(...used.map(name => el('li', { class: 'chip' }, said[name](state()[name]),
      iconButton('close', `Do without: ${said[name](state()[name])}`, () => navigate({ [name]: '' }, { push: true }), { class: 'icon-button slim' }))));
  }

  form.addEventListener('input', changed);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    toggle(false);
    opener.focus();
  });
  opener.addEventListener('click', () => toggle());
  return { sync, clear };
}
