// SPDX-License-Identifier: Apache-2.0
// The page with values: it empties itself before it is left, for whatever reason, and never comes back.
(function () {
  const area = document.querySelector('[data-after]');
  const leave = () => location.replace(area.dataset.after);
  const empty = () => area.querySelectorAll('[data-mask]').forEach((el) => {
    el.textContent = el.dataset.mask;
    el.removeAttribute('data-mask');
  });
  if (area) {
    document.addEventListener('sx:expired', () => { empty(); leave(); });
    // Leaving by any way: what a browser keeps of the page to come back to has no value in it.
    addEventListener('pagehide', empty);
    // Coming back: not by loading again, which would look again, but to the question.
    addEventListener('pageshow', (e) => {
      if (e.persisted) { e.stopImmediatePropagation(); leave(); }
    }, true);
  }
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-copy]');
    if (!button) return;
    navigator.clipboard?.writeText(button.dataset.copy).then(() => {
      button.querySelector('span').textContent = button.dataset.copied;
    });
  });
})();
