'use strict';
// Shows an edition as it is now, and again when something changed. Pages that are out of sight are not
// asked for; the scroll position stays.

const find = selector => document.querySelector(selector);
const chosen = { document: '', script: '', edition: 'handout' };
let listed = [], version = '', turn = 0;
const asked = async path => {
  const answer = await fetch(path);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text.trim());
  return JSON.parse(text);
};
const path = kind => `/${kind}/${[chosen.document, chosen.script, chosen.edition].map(encodeURIComponent).join('/')}`;

const told = (file, line, text) => {
  find('#place').textContent = `${file}:${line}`;
  find('#said').textContent = text;
};

const tellPlace = async place => {
  try {
    const { file, line, text } = await asked(place);
    told(file, line, text);
  } catch (error) {
    find('#place').textContent = error.message;
  }
};

const pictures = view => {
  const shown = find('#shown');
  const old = [...shown.querySelectorAll('img')];
  if (!old.length) shown.replaceChildren();
  for (let number = 1; number <= view.pages; number += 1) {
    const source = `${path('page')}/${number}?v=${view.version}`;
    let picture = old[number - 1];
    if (!picture) {
      picture = document.createElement('img');
      picture.loading = 'lazy';
      picture.alt = `${number}`;
      picture.addEventListener('click', event => {
        const { left, top, width, height } = picture.getBoundingClientRect();
        const x = (event.clientX - left) / width, y = (event.clientY - top) / height;
        tellPlace(`${path('place')}/${number}?x=${x}&y=${y}`);
      });
      shown.append(picture);
    }
    picture.src = source;
  }
  for (const extra of old.slice(view.pages)) extra.remove();
};

// A page of a book or of the web in a frame of its own; a click in it says which line it was.
const framed = (source, sandbox) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', sandbox);
  frame.title = chosen.edition;
  frame.addEventListener('load', () => {
    const inside = frame.contentDocument;
    inside?.addEventListener('click', event => {
      const link = event.target.closest('a');
      if (link && sandbox === 'allow-same-origin' && !link.getAttribute('href').startsWith('#')) event.preventDefault();
      const line = event.target.closest('[id]');
      if (line) tellPlace(`/line/${encodeURIComponent(chosen.document)}/${encodeURIComponent(line.id)}`);
    });
  });
  frame.src = source;
  return frame;
};

const frames = (sources, sandbox) => {
  const shown = find('#shown');
  const at = shown.scrollTop, old = [...shown.querySelectorAll('iframe')];
  const inside = old.map(frame => frame.contentWindow?.scrollY ?? 0);
  const made = sources.map(source => framed(source, sandbox));
  made.forEach((frame, index) => frame.addEventListener('load', () => {
    frame.contentWindow?.scrollTo(0, inside[index] ?? 0);
    shown.scrollTop = at;
  }));
  shown.replaceChildren(...made);
};

const tellFindings = async number => {
  try {
    const found = await asked(path('findings'));
    if (number !== turn) return;
    find('#findings').replaceChildren(...found.map(({ code, place, sentence }) => {
      const row = document.createElement('li');
      row.textContent = `${code} ${place}: ${sentence}`;
      return row;
    }));
    if (!found.length) find('#findings').textContent = '—';
  } catch (error) {
    find('#findings').textContent = error.message;
  }
};

// The page that is in sight, by its number: it is made first.
const inSight = () => {
  const { top } = find('#shown').getBoundingClientRect();
  const pages = [...document.querySelectorAll('#shown img')];
  return pages.findIndex(page => page.getBoundingClientRect().bottom > top + 40) + 1 || 1;
};

const show = async () => {
  const number = ++turn;
  try {
    const view = await asked(`${path('view')}?page=${inSight()}`);
    if (number !== turn) return;
    document.body.classList.toggle('wrong', view.error !== '');
    find('#state').textContent = view.error || (view.pages ? `${view.pages}` : '');
    if (!view.error && view.version !== version) {
      version = view.version;
      if (view.kind === 'pages') pictures(view);
      if (view.kind === 'book') frames(view.book.map(file => `${path('book')}/${file}?v=${version}`), 'allow-same-origin');
      if (view.kind === 'web') frames([`${path('web')}?v=${version}`], 'allow-same-origin allow-scripts');
      if (view.kind === 'text') {
        const text = document.createElement('pre');
        text.textContent = await (await fetch(path('text'))).text();
        find('#shown').replaceChildren(text);
      }
      document.body.dataset.version = version;
    }
    // checks take longer than a page: they wait until nobody types
    setTimeout(() => { if (number === turn) tellFindings(number); }, 1200);
  } catch (error) {
    find('#state').textContent = error.message;
    document.body.classList.add('wrong');
  }
};

const fill = (select, options, value) => {
  select.replaceChildren(...options.map(([name, label]) => new Option(label, name, false, name === value)));
  return options.some(([name]) => name === value) ? value : options[0]?.[0] ?? '';
};

const choose = () => {
  const one = listed.find(({ name }) => name === chosen.document) ?? listed[0];
  if (!one) return;
  chosen.document = fill(find('#document'), listed.map(({ name }) => [name, name]), one.name);
  chosen.script = fill(find('#script'), one.scripts, chosen.script);
  chosen.edition = fill(find('#edition'), one.editions, chosen.edition);
  history.replaceState(null, '', `#${[chosen.document, chosen.script, chosen.edition].join('/')}`);
};

for (const name of Object.keys(chosen)) {
  find(`#${name}`).addEventListener('change', event => {
    chosen[name] = event.target.value;
    version = '';
    find('#shown').replaceChildren();
    choose();
    show();
  });
}

const begin = async () => {
  [chosen.document, chosen.script, chosen.edition] = [...decodeURIComponent(location.hash.slice(1)).split('/'), '', '', ''];
  chosen.edition ||= 'handout';
  listed = await asked('/documents');
  choose();
  new EventSource('/changes').addEventListener('message', show);
};
begin();
