// Why an image was named: the words of the query, shaded by how far they moved the model, and the path of the identifier.

import { el } from './dom.js';
import { nameOf, nats, percent } from './format.js';
import { drawPath } from './path.js';
import { problemPanel } from './problem.js';
import { ask } from './question.js';

const small = 0.05;
let asked = { question: '', answer: null };

/** Fills `panel` with the explanation of an image for what `state` asks. */
export async function explain(panel, image, state, how, signal) {
  panel.replaceChildren(el('p', { class: 'fine', role: 'status' }, 'Asking why …'));
  try {
    const hit = await explained(image, state, how, signal);
    if (signal.aborted) return;
    panel.replaceChildren(...(hit ? parts(hit, state) : [el('p', { class: 'fine' }, 'The search did not name this image; there is no path to show.')]));
  } catch (error) {
    if (!signal.aborted) panel.replaceChildren(problemPanel(error, () => explain(panel, image, state, how, signal)));
  }
}

// One answer explains all hits of a question: it is kept until another question comes.
async function explained(image, state, how, signal) {
  const question = JSON.stringify([{ ...state, image: '' }, how.generation, how.images]);
  if (asked.question !== question) {
    asked = { question, answer: await ask(state, { ...how, explain: true, unlikely: true }, signal) };
  }
  return asked.answer.hits.find(hit => hit.image === image.image);
}

function parts(hit, state) {
  const words = shadedWords(hit.words ?? [], state.q);
  const product = Math.exp((hit.trace ?? []).reduce((sum, step) => sum + step.logProbability, 0));
  return [
    words && el('figure', { class: 'why' },
      el('figcaption', {}, 'Words that moved it'),
      words,
      el('p', { class: 'fine' }, 'Each word was left out in turn; the number says, in nats, how much likelier the image is with it.')),
    el('figure', { class: 'why' },
      el('figcaption', {}, 'The path of its identifier'),
      el('div', { class: 'path-scroll', tabindex: '0', role: 'region', 'aria-label': 'The path, step by step' }, drawPath(hit, nameOf(hit))),
      el('p', { class: 'fine' }, `Left to right the model said one token after another; below stands what it would have said instead. ${togetherOf(product, hit.probability)}`)),
  ].filter(Boolean);
}

// Other evidence (stored vectors, words) may have moved the hit after the search.
function togetherOf(product, probability) {
  const path = `The path is ${percent(product)} likely`;
  return Math.abs(product - probability) < 0.0005 ? `${path}.` : `${path}; with the other evidence the image has ${percent(probability)}.`;
}

/** The query with its words shaded; null where there is nothing to compare. */
function shadedWords(words, query) {
  const marked = words.filter(word => Math.abs(word.influence) >= small).sort((a, b) => a.start - b.start);
  if (marked.length === 0) return null;
  const strongest = Math.max(...marked.map(word => Math.abs(word.influence)), 1);
  const line = el('p', { class: 'words' });
  const text = query.trim();
  let at = 0;
  for (const word of marked) {
    if (word.start < at) continue;
    const share = Math.abs(word.influence) / strongest;
    const mark = el('span', { class: word.influence > 0 ? 'for' : 'against' }, text.slice(word.start, word.start + word.word.length), el('small', {}, nats(word.influence)));
    mark.style.setProperty('--share', share.toFixed(2));
    line.append(text.slice(at, word.start), mark);
    at = word.start + word.word.length;
  }
  line.append(text.slice(at));
  return line;
}
