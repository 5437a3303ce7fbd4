// From what the page shows to what the server is asked.

import { postJson, postPicture } from './api.js';
import { filterOf, pictureOf } from './state.js';

const top = 30;

/** The body of a question; its picture, where there is one, is a part of its own. */
export function questionOf(state, { calibrated, unlikely = false, explain = false }) {
  const question = { top, filter: filterOf(state) };
  if (state.like) question.like = state.like;
  else if (state.q.trim()) question.query = state.q.trim();
  // Only words alone can be judged to match or not.
  if (state.min && calibrated && !unlikely && !state.like && !state.picture) question.minProbability = Number(state.min);
  if (explain) question.explain = true;
  return question;
}

/** Asks what a state asks. */
export function ask(state, how, signal) {
  const question = questionOf(state, how);
  return state.picture ? postPicture(pictureOf(state), question, { signal }) : postJson('v1/recall', question, { signal });
}
