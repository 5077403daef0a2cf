'use strict';
// The search of the site. The index tells which documents may hold a run of characters; their lines
// tell where it stands. What is shown is what stands there, in the script in which it was asked for.

const find = selector => document.querySelector(selector);
const BATCH = 10;
const CONTEXT = 24;
let pagefind = null, folding = null, places = null;
const chunks = new Map();

const fetched = async name => {
  const answer = await fetch(`search/${name}`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
};

const ready = async () => {
  if (pagefind) return;
  [folding, places] = await Promise.all([fetched('folding.json'), fetched('documents.json')]);
  pagefind = await import('./search/pagefind/pagefind.js');
  await pagefind.init();
};

// The words of the index for a query, or null where no document has one of its characters.
const words = query => {
  const found = [...query].map(character => folding.words[folding.folds[character] ?? character]);
  return found.includes(undefined) ? null : found.join(' ');
};

const linesOf = async document => {
  const { chunk } = places[document];
  if (!chunks.has(chunk)) chunks.set(chunk, fetched(chunk));
  return (await chunks.get(chunk))[document];
};

// The text of a line in a script: the first one, or what differs from it.
const textOf = (line, number) => {
  if (!number) return line[2];
  const other = line[2 + number];
  if (typeof other === 'string') return other;
  if (!other.length) return line[2];
  const characters = [...line[2]];
  for (let at = 0; at < other.length; at += 2) characters[other[at]] = other[at + 1];
  return characters.join('');
};

// The lines of a document that contain a query, each in a script in which it does.
const hitsIn = async (document, query, preferred) => {
  const { scripts, lines } = await linesOf(document);
  const order = scripts.map((script, number) => [script, number])
    .sort((a, b) => (b[0] === preferred) - (a[0] === preferred) || a[1] - b[1]);
  const hits = [];
  for (const line of lines) {
    for (const [script, number] of order) {
      const text = textOf(line, number), at = text.indexOf(query);
      if (at >= 0) {
        hits.push({ document, anchor: line[0], place: line[1], script, text, at });
        break;
      }
    }
  }
  return hits;
};

// What may hold a query, the likeliest first; which documents they are is asked when it is shown.
const candidates = async query => {
  await ready();
  const asked = words(query);
  if (asked === null) return [];
  const { results } = await pagefind.search(`"${asked}"`);
  return results;
};

// The documents of some results; each takes a request.
const documentsOf = async results => {
  const found = await Promise.all(results.map(result => result.data()));
  return found.map(({ url }) => decodeURIComponent(url.split('/').filter(part => part).at(-1)).replace(/\.html$/, ''))
    .filter(document => document in places);
};

// Every line of the site that contains a query.
const search = async (query, preferred) => {
  const found = [];
  for (const document of await documentsOf(await candidates(query))) found.push(...await hitsIn(document, query, preferred));
  return found;
};
window.zhengbenSearch = search;

const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });

const shown = (hits, query) => {
  const { document: name, script } = hits[0];
  const { titles, pages } = places[name];
  const item = element('li', '');
  const heading = element('h3', '');
  heading.append(element('a', titles[script], { href: `${name}/${pages[script]}`, lang: script }));
  item.append(heading);
  for (const { anchor, place, script: tag, text, at } of hits) {
    const row = element('p', '', { lang: tag });
    const from = Math.max(0, at - CONTEXT), to = at + query.length + CONTEXT;
    row.append(
      element('a', place, { href: `${name}/${pages[tag]}#${anchor}` }), '　',
      (from ? '…' : '') + text.slice(from, at), element('mark', query),
      text.slice(at + query.length, to) + (to < text.length ? '…' : ''),
    );
    item.append(row);
  }
  return item;
};

let asking = 0, rest = [];
const told = find('#told'), list = find('#results'), more = find('#more');

// Show the next documents that hold the query.
const go = async (query, number) => {
  const preferred = list.dataset.script;
  let documents = 0;
  while (rest.length && documents < BATCH) {
    // the first one alone: nobody waits for nine others to see it
    const next = rest.splice(0, documents ? BATCH - documents : 1);
    for (const document of await documentsOf(next)) {
      const hits = await hitsIn(document, query, preferred);
      if (number !== asking) return;
      if (!hits.length) continue;
      list.append(shown(hits, query));
      documents += 1;
      tell();
    }
  }
  more.hidden = !rest.length;
  tell();
};
const tell = () => {
  const count = list.children.length, lines = list.querySelectorAll('p').length;
  told.textContent = count
    ? told.dataset.found.replace('{}', `${count}${rest.length ? '+' : ''}`).replace('{}', lines)
    : rest.length ? told.dataset.working : told.dataset.nothing;
};

const ask = async query => {
  const number = ++asking;
  list.replaceChildren();
  more.hidden = true;
  rest = [];
  told.textContent = query ? told.dataset.working : '';
  if (!query) return;
  const found = await candidates(query);
  if (number !== asking) return;
  rest = found;
  await go(query, number);
};

if (location.protocol.startsWith('http')) {
  find('#needs-http').hidden = true;
  find('#search').hidden = false;
  const input = find('#query');
  ready();
  const asked = () => ask(input.value.trim());
  find('#search').addEventListener('submit', event => { event.preventDefault(); asked(); });
  more.addEventListener('click', () => go(input.value.trim(), asking));
  let waiting = 0;
  input.addEventListener('input', event => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(asked, 150);
  });
  input.addEventListener('compositionend', asked);
  // an address may ask already
  const first = new URLSearchParams(location.search).get('q');
  if (first) { input.value = first; asked(); }
}
