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
  // All the fields that may be chosen, or none. Before the form hears of the change, so that it asks with the new ones.
  const fields = (all) => [...all.form.querySelectorAll('[name="fields"]:not(:disabled)')];
  const stand = () => document.querySelectorAll('[data-all]').forEach((all) => {
    const on = fields(all).filter((one) => one.checked).length;
    all.hidden = fields(all).length < 2;
    all.checked = on > 0 && on === fields(all).length;
    all.indeterminate = on > 0 && !all.checked;
  });
  document.addEventListener('change', (e) => {
    if (e.target.matches('[data-all]')) fields(e.target).forEach((one) => { one.checked = e.target.checked; });
  }, true);
  document.addEventListener('htmx:afterSettle', stand);
  stand();
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-copy]');
    if (!button) return;
    navigator.clipboard?.writeText(button.dataset.copy).then(() => {
      button.querySelector('span').textContent = button.dataset.copied;
    });
  });
})();
