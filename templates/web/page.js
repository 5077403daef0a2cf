'use strict';
// What the page does beside being read: notes and citations where they are called, and switches
// that are remembered and keep the place. Neither of the two characters that XML escapes stands
// here, so that the page is the same text as HTML and as XML. Nothing here changes the text.

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const main = find('main');

// The line that stands first on the screen, whatever the direction.
const place = () => all('main [id]').find(line => {
  if (line.matches('section, table')) return false;
  const { top, bottom, left, right } = line.getBoundingClientRect();
  const across = right > 0 ? innerWidth > left : false;
  return across ? (bottom > 0 ? innerHeight > top : false) : false;
});

// A window over the page beside what it belongs to.
const show = (shown, beside) => {
  const { left, bottom, top } = beside.getBoundingClientRect();
  shown.showPopover();
  const most = innerWidth - shown.offsetWidth - 8;
  const under = innerHeight > bottom + shown.offsetHeight + 8;
  shown.style.left = `${Math.max(8, Math.min(left, most))}px`;
  shown.style.top = `${under ? bottom + 6 : Math.max(8, top - shown.offsetHeight - 6)}px`;
  find('a, button', shown).focus();
};

const showNote = (call) => {
  const note = find(call.getAttribute('href'));
  find('#note-said').textContent = find('.note-text', note).textContent;
  find('#note-link').setAttribute('href', call.getAttribute('href'));
  show(find('#note-shown'), call);
};

const citation = JSON.parse(find('#citation').textContent);
let cited = {};

// A form of the citation with place and address, or without the lines that would hold them.
const filled = (form) => {
  const whole = cited.place === '';
  const rows = form.split('\n').filter(row => {
    if (row.includes('@PLACE@')) return !whole;
    return row.includes('@ADDRESS@') ? cited.address !== '' : true;
  });
  return rows.join('\n').replace('@PLACE@', cited.place).replace('@ADDRESS@', cited.address);
};
const asText = () => citation.text
  .replace('@PLACE@', cited.place ? `，${cited.place}` : '').replace('@ADDRESS@', cited.address);
const asItems = () => {
  const items = JSON.parse(citation.csl);
  for (const item of items) {
    if (cited.place) item.locator = cited.place; else delete item.locator;
    if (cited.address) item.URL = cited.address; else delete item.URL;
  }
  return JSON.stringify(items, null, 1);
};

const showCitation = (link) => {
  const address = new URL(link.getAttribute('href'), location.href);
  cited = {
    place: link.closest('h1.title') ? '' : link.getAttribute('aria-label'),
    // a file of one's own is no address for others
    address: address.protocol.startsWith('http') ? address.href : '',
    here: address.href,
  };
  find('#cite-said').textContent = asText();
  find('#cite-done').textContent = '';
  show(find('#cite-shown'), link);
};

const copy = async (text) => {
  await navigator.clipboard.writeText(text);
  find('#cite-done').textContent = find('#cite-done').dataset.said;
};

const forms = {
  'cite-text': asText, 'cite-address': () => cited.here, 'cite-csl': asItems,
  'cite-bibtex': () => filled(citation.bibtex), 'cite-ris': () => filled(citation.ris),
};
for (const [id, form] of Object.entries(forms)) {
  find(`#${id}`).addEventListener('click', () => copy(form()));
}
for (const button of all('.shown .close')) {
  button.addEventListener('click', () => button.closest('.shown').hidePopover());
}
find('#note-link')?.addEventListener('click', () => find('#note-shown').hidePopover());

document.addEventListener('click', event => {
  const link = event.target.closest('a.call, a.number, a.permalink, .scripts a');
  // what opens another window does so
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches('.call')) {
    event.preventDefault();
    showNote(link);
  } else if (link.matches('.scripts a')) {
    // the same place in the other script
    const line = place();
    if (line) link.hash = line.id;
  } else {
    // when the page has gone to the line
    requestAnimationFrame(() => showCitation(link));
  }
});

// Switches are remembered, where the browser lets a page remember anything.
const remembered = (name, value) => {
  try {
    if (value) localStorage.setItem(`zhengben-${name}`, value);
    return localStorage.getItem(`zhengben-${name}`);
  } catch {
    return null;
  }
};
for (const input of all('.switch input')) {
  if (remembered(input.name) === input.id) input.checked = true;
  input.addEventListener('change', () => {
    remembered(input.name, input.id);
    if (input.name === 'direction') stay();
  });
}

// The line that was first before the direction changed is first after it.
let first = null;
const stay = () => {
  const id = first;
  if (id) requestAnimationFrame(() => find(`[id="${id}"]`).scrollIntoView());
};
const remember = () => { first = place()?.id ?? null; };
find('.tools').addEventListener('pointerdown', remember);
find('.tools').addEventListener('keydown', remember);

// A wheel turns the columns.
main.addEventListener('wheel', event => {
  const turns = getComputedStyle(main).writingMode === 'vertical-rl' ? !event.deltaX : false;
  if (!turns) return;
  const before = main.scrollLeft;
  main.scrollLeft -= event.deltaY;
  if (main.scrollLeft !== before) event.preventDefault();
}, { passive: false });
