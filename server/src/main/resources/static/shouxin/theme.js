// SPDX-License-Identifier: Apache-2.0
// Light, dark or as the system says. Loaded in <head> without defer, so the page never flashes.
(function () {
  const root = document.documentElement, system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => localStorage.getItem('sx-theme');
  const apply = () => {
    root.setAttribute('data-bs-theme', chosen() || (system.matches ? 'dark' : 'light'));
    document.dispatchEvent(new CustomEvent('sx:theme'));
  };
  apply();
  system.addEventListener('change', apply);
  // Paper is light: a dark page would print as a block of ink, or white on white.
  addEventListener('beforeprint', () => {
    root.setAttribute('data-bs-theme', 'light');
    document.dispatchEvent(new CustomEvent('sx:theme'));
  });
  addEventListener('afterprint', apply);
  document.addEventListener('click', (e) => {
    if (!e.target.closest('[data-sx-theme]')) return;
    localStorage.setItem('sx-theme', root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark');
    apply();
  });
})();
