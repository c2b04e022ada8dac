// SPDX-License-Identifier: Apache-2.0
// What htmx may do here, the token every change needs, and what must not outlive a page.
(function () {
  Object.assign(htmx.config, {
    includeIndicatorStyles: false, // our sheet has them; an inline one is refused by the content policy
    allowEval: false,
    allowScriptTags: false,
    selfRequestsOnly: true,
    attributesToSettle: ['class', 'width', 'height'], // never style: the content policy refuses it
    historyCacheSize: 0, // a page may show a customer: no copy of it in the browser's storage
    refreshOnHistoryMiss: true,
  });
  const csrf = document.querySelector('meta[name="csrf"]');
  document.addEventListener('htmx:configRequest', (e) => {
    if (csrf) e.detail.headers[csrf.dataset.header] = csrf.content;
  });
  // A refusal is an answer to be read: it takes the place the result would have had.
  document.addEventListener('htmx:beforeSwap', (e) => {
    if (e.detail.xhr.status >= 400 && (e.detail.xhr.getResponseHeader('Content-Type') || '').startsWith('text/html')) {
      e.detail.shouldSwap = true;
      e.detail.isError = false;
    }
  });
  // A page that comes back out of the browser's memory may show what has been masked since.
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
  // One cell of the matrix is pressed at a time: the one that is explained.
  document.addEventListener('click', (e) => {
    const cell = e.target.closest('button.sx-cell');
    if (!cell) return;
    cell.closest('table')?.querySelectorAll('.sx-cell[aria-pressed="true"]').forEach((c) => c.setAttribute('aria-pressed', 'false'));
    cell.setAttribute('aria-pressed', 'true');
  });
  document.addEventListener('click', (e) => { if (e.target.closest('[data-print]')) print(); });
  // On a phone the places are a strip that scrolls by itself: the present one is brought into sight.
  const here = document.querySelector('.sx-nav a[aria-current]');
  const strip = here?.closest('.sx-nav');
  if (strip) {
    const [place, sight] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
    if (place.right > sight.right) strip.scrollLeft += place.left - sight.left - (sight.width - place.width) / 2;
  }
})();
