// Answers and the collection, as headline and grid.

import { getJson, thumbnailOf } from './api.js';
import { announce } from './announce.js';
import { byId, button, el } from './dom.js';
import { count, images, milliseconds, nameOf, nameOfKey, percent } from './format.js';
import { show } from './pictures.js';
import { problemPanel } from './problem.js';
import { ask } from './question.js';
import { isAsked, usedFilters } from './state.js';

const pageSize = 60;

/**
 * Shows what a state asks, in `grid`. `memory()` tells the memory's facts, `acts` what buttons of notices do and which images are being removed.
 */
export function createResults(grid, memory, acts) {
  let running = new AbortController();
  let next = null;
  let shown = null;
  const stays = image => !acts.isGone(image.image);

  /** Asks and shows; whatever was asked before is called off. Answers false where something newer took over. */
  async function refresh(state, { unlikely = false } = {}) {
    running.abort();
    const mine = running = new AbortController();
    byId('grid').setAttribute('aria-busy', 'true');
    try {
      if (isAsked(state)) await recall(state, unlikely, mine.signal);
      else await collection(state, mine.signal);
      return !mine.signal.aborted;
    } catch (error) {
      if (mine.signal.aborted) return false;
      fail(error, () => refresh(state, { unlikely }));
      return true;
    } finally {
      if (!mine.signal.aborted) byId('grid').removeAttribute('aria-busy');
    }
  }

  async function recall(state, unlikely, signal) {
    const answer = await ask(state, { calibrated: memory().calibrated, unlikely }, signal);
    if (signal.aborted) return;
    next = null;
    shown = { state, answer };
    headline(titleOf(state), summaryOf(answer), Boolean(state.q && !state.like && !state.picture));
    notice(answer.noMatch || answer.hits.length === 0 ? noMatch(state, answer) : null);
    grid.show(answer.noMatch ? [] : answer.hits.filter(stays));
    announce(answer.noMatch ? 'No match.' : `${images(answer.hits.length)} recalled.`);
  }

  async function collection(state, signal) {
    const page = await getJson(pageAddress(state, null), { signal });
    if (signal.aborted) return;
    shown = { state, answer: null };
    next = page.next ?? null;
    title(state);
    notice(page.images.length === 0 ? emptyCollection(state) : null);
    grid.show(page.images.filter(stays), { open: next !== null });
  }

  /** Shows the collection's next page; false where there is none. */
  async function more() {
    if (next === null || !shown) return false;
    const { state } = shown;
    const signal = running.signal;
    const after = next;
    next = null;
    try {
      const page = await getJson(pageAddress(state, after), { signal });
      if (signal.aborted) return false;
      next = page.next ?? null;
      grid.append(page.images.filter(stays), { open: next !== null });
      announce(`${images(grid.images().length)} listed.`);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      next = after;
      byId('more').replaceChildren(problemPanel(error, () => { byId('more').replaceChildren(); void more(); }));
      return false;
    }
  }

  function title(state) {
    const whole = !state.prefix;
    const waits = usedFilters(state).some(name => name !== 'prefix');
    const hint = waits ? 'Tags, dates and likelihood count once you describe something.' : 'Describe one and the model names it.';
    headline(whole ? `${images(memory().images)}, remembered` : `Images under “${state.prefix}”`, hint, false);
  }

  /** Says the number of images anew after some came or went. */
  function recount() {
    if (shown && !shown.answer) title(shown.state);
  }

  function noMatch(state, answer) {
    const { closest } = answer;
    if (answer.hits.length === 0 && !answer.noMatch) {
      return panel('Nothing to name', reasonOf(answer.filter), usedFilters(state).length ? button('Clear filters', acts.clearFilters, 'strong') : null);
    }
    const likely = typeof answer.match === 'number' ? ` A match is ${percent(answer.match)} likely.` : '';
    return panel('No match', `Nothing here seems to be what you asked for.${likely}`,
      closest && closestOne(closest, acts.open),
      button('Show unlikely ones', () => void refresh(state, { unlikely: true })));
  }

  return { refresh, more, recount, shown: () => shown };
}

const pageAddress = (state, after) => {
  const parameters = new URLSearchParams({ limit: String(pageSize) });
  if (after !== null) parameters.set('after', after);
  if (state.prefix) parameters.set('prefix', state.prefix);
  return `v1/images?${parameters}`;
};

function titleOf(state) {
  if (state.picture) return state.q.trim() ? `Images like yours, ${state.q.trim()}` : 'Images like yours';
  return state.like ? `Images like ${nameOfKey(state.like)}` : state.q.trim();
}

function summaryOf(answer) {
  const likely = typeof answer.match === 'number' && !answer.noMatch ? ` · a match is ${percent(answer.match)} likely` : '';
  const unknown = answer.unknownShare > 0.5 ? ' · most of these words are new to it' : '';
  return answer.noMatch ? `asked in ${milliseconds(answer.latencyMs)}` : `${count(answer.hits.length)} recalled in ${milliseconds(answer.latencyMs)}${likely}${unknown}`;
}

function headline(words, summary, quoted) {
  const title = byId('title');
  title.textContent = words;
  title.classList.toggle('quoted', quoted);
  byId('summary').textContent = summary || '\u00a0';
  document.title = `${words} · Eidetic`;
}

function notice(content) {
  byId('notice').hidden = content === null;
  byId('notice').replaceChildren(...(content ? [content] : []));
}

function fail(error, retry) {
  byId('grid').removeAttribute('aria-busy');
  notice(problemPanel(error, retry));
}

/** The image that comes nearest, though it is unlikely to be meant. */
function closestOne(hit, open) {
  const picture = el('img', { alt: '' });
  show(picture, thumbnailOf(hit.image, 256));
  return el('button', { type: 'button', class: 'closest', onclick: () => open(hit) },
    el('span', { class: 'frame' }, picture),
    el('span', {}, el('small', {}, 'The closest'), el('strong', {}, nameOf(hit)), el('small', {}, percent(hit.probability))));
}

const panel = (heading, words, ...acts) => el('div', { class: 'panel' }, el('h2', {}, heading), el('p', {}, words), el('div', { class: 'panel-acts' }, ...acts));

// What each condition finds by itself, and what it may have meant.
function reasonOf(filter) {
  const parts = (filter?.conditions ?? []).map(({ text, images: number, hint }) => `${text}: ${images(number)}${hint ? ` (${hint})` : ''}`);
  return parts.length ? `No image passes the filters. ${parts.join('; ')}.` : 'No image passes the filters.';
}

const emptyCollection = state => panel('No images', state.prefix ? `No key begins with “${state.prefix}”.` : 'This memory is empty.');
