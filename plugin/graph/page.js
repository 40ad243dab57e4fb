'use strict';
// Makes the page answer: choosing a node shows what is known of it and lights up its neighbours, the filter dims what
// it leaves out. Without this script everything is there as well, one below the other.
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const articles = all('article');
  const boxes = all('.drawing .node');
  const edges = all('.drawing .edge');
  const rows = all('tbody tr');
  const field = (id) => document.getElementById(id);

  const choose = (id, focus) => {
    const article = articles.find((a) => a.id === id);
    if (!article) return;
    for (const a of articles) a.classList.toggle('chosen', a === article);
    for (const box of boxes) {
      const chosen = box.dataset.node === id;
      box.classList.toggle('chosen', chosen);
      box.setAttribute('aria-pressed', String(chosen));
      if (chosen && !focus) box.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    for (const edge of edges) edge.classList.toggle('near', edge.dataset.from === id || edge.dataset.to === id);
    field('hint').hidden = true;
    if (focus) article.focus();
  };

  const filter = () => {
    const name = field('name').value.trim().toLowerCase();
    const kind = field('kind').value;
    const state = field('state').value;
    const fits = new Set(articles.filter((a) => a.dataset.words.includes(name) && (!kind || a.dataset.kind === kind) &&
      (!state || a.dataset.state === state)).map((a) => a.id));
    for (const box of boxes) box.classList.toggle('dim', !fits.has(box.dataset.node));
    for (const edge of edges) edge.classList.toggle('dim', !fits.has(edge.dataset.from) && !fits.has(edge.dataset.to));
    for (const row of rows) row.hidden = !fits.has(row.dataset.node);
    field('shown').textContent = `${fits.size} of ${articles.length}`;
  };

  document.documentElement.classList.add('js');
  for (const box of boxes) {
    box.setAttribute('tabindex', '0');
    box.setAttribute('role', 'button');
    box.setAttribute('aria-label', box.querySelector('title').textContent);
    box.setAttribute('aria-pressed', 'false');
    box.addEventListener('click', () => choose(box.dataset.node, false));
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(box.dataset.node, true);
    });
  }
  // A link to the object that the address names already changes no hash.
  addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#n"]');
    if (link) choose(link.hash.slice(1), true);
  });
  addEventListener('hashchange', () => choose(location.hash.slice(1), true));
  field('filter').addEventListener('input', filter);
  field('filter').addEventListener('submit', (event) => event.preventDefault());
  filter();
  choose(location.hash.slice(1), false);
})();
