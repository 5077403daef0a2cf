'use strict';
// What a page of texts beside one another does beside being read: its switches keep the place, and
// that of colours is remembered. Neither of the two characters that XML escapes stands here.

const all = (selector) => [...document.querySelectorAll(selector)];

// The row that stands first on the screen.
const place = () => all('.side .row').find(row => {
  const { bottom, height } = row.getBoundingClientRect();
  return height ? bottom > 0 : false;
});

let first = null;
const remember = () => { first = place() ?? null; };
const tools = document.querySelector('.tools');
tools.addEventListener('pointerdown', remember);
tools.addEventListener('keydown', remember);

const remembered = (name, value) => {
  try {
    if (value) localStorage.setItem(`zhengben-${name}`, value);
    return localStorage.getItem(`zhengben-${name}`);
  } catch {
    return null;
  }
};
for (const input of all('.switch input')) {
  if (input.name === 'colours') {
    if (remembered(input.name) === input.id) input.checked = true;
    input.addEventListener('change', () => remembered(input.name, input.id));
  } else {
    input.addEventListener('change', () => {
      const row = first;
      if (row) requestAnimationFrame(() => row.scrollIntoView());
    });
  }
}
