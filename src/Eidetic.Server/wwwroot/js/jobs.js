// Long work on the server: started here, followed by its events.

import { getJson, postJson, send } from './api.js';
import { announce } from './announce.js';
import { byId, button, el } from './dom.js';
import { count } from './format.js';
import { problemCard } from './problem.js';
import { addCard } from './tray.js';

const titles = { consolidate: 'Learning what was added', evaluate: 'Measuring the memory', memorize: 'Memorizing' };
const ended = ['done', 'failed', 'cancelled', 'interrupted'];
const followed = new Set();

/** Offers consolidating where images came or went; `changed()` is called when a job has ended. */
export function createJobs(changed) {
  function offer({ added, removed, writable }) {
    const place = byId('changes');
    const parts = [added > 0 && `${count(added)} added`, removed > 0 && `${count(removed)} removed`].filter(Boolean);
    place.hidden = !writable || parts.length === 0 || followed.size > 0;
    place.replaceChildren(el('span', {}, `${parts.join(', ')} since it learned`), button('Consolidate', () => void start('consolidate')));
  }

  async function start(kind) {
    byId('changes').hidden = true;
    try {
      await follow(await postJson('v1/jobs', { kind }));
    } catch (problem) {
      problemCard('It could not be started', problem, () => void start(kind));
      changed();
    }
  }

  /** Shows a job until it has ended. */
  async function follow(job) {
    if (followed.has(job.id) || ended.includes(job.state)) return;
    followed.add(job.id);
    const card = addCard(titles[job.kind] ?? job.kind, { bar: true, actLabel: 'Stop', act: () => void cancel(job.id) });
    tell(card, job);
    announce(`${titles[job.kind] ?? job.kind} has begun.`);
    let last = job;
    try {
      await events(job.id, next => tell(card, last = next));
      if (!ended.includes(last.state)) last = await getJson(`v1/jobs/${job.id}`);
      finish(card, last);
    } catch (problem) {
      card.remove();
      problemCard('The job was lost from sight', problem, () => void resume());
    } finally {
      followed.delete(job.id);
      changed();
    }
  }

  function finish(card, job) {
    card.progress(null);
    card.offer(null);
    if (job.state === 'failed' || job.state === 'interrupted') {
      card.remove();
      problemCard(`${titles[job.kind] ?? job.kind} ${job.state === 'failed' ? 'failed' : 'was interrupted'}`, job.error ?? { title: job.message });
      return;
    }
    card.mark('good');
    card.tell(job.state === 'done' ? 'done' : 'stopped');
    card.fade();
    announce(job.state === 'done' ? 'Done.' : 'Stopped.');
  }

  /** Follows what runs already, whoever began it. */
  async function resume() {
    const told = await getJson('v1/jobs').catch(() => []);
    for (const job of told.jobs ?? told) void follow(job);
  }

  return { offer, resume };
}

const cancel = id => send(`v1/jobs/${id}`, { method: 'DELETE' }).catch(problem => problemCard('It could not be stopped', problem));

function tell(card, job) {
  card.progress(job.fraction ?? 0);
  const phase = job.phase?.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  card.tell([phase, job.message].filter(Boolean).join(' · ') || job.state);
}

// Server-sent events by hand: an EventSource can carry no key.
async function events(id, tellJob) {
  const response = await send(`v1/jobs/${id}/events`, { headers: { Accept: 'text/event-stream' } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value.replaceAll('\r\n', '\n');
    const messages = text.split('\n\n');
    text = messages.pop();
    for (const message of messages) {
      const data = message.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trim()).join('\n');
      if (data) tellJob(JSON.parse(data));
    }
  }
}
