// SPDX-License-Identifier: Apache-2.0
// Clocks. The server owns the time: data-now is its clock when the page was made, data-until the deadline,
// data-from the start. The browser only adds the seconds since load, so a wrong PC clock changes nothing.
//   <span data-clock data-now="…" data-from="…" data-until="…"></span>   text, and the nearest ring if there is one
//   <span data-age data-now="…" data-since="…"></span>                   "N 秒前"
(function () {
  const born = performance.now();
  const seen = new WeakMap(); // when each arrived: with the page, or later by htmx
  const now = (el) => {
    if (!seen.has(el)) seen.set(el, document.readyState === 'complete' ? performance.now() : born);
    return Date.parse(el.dataset.now) + (performance.now() - seen.get(el));
  };
  const two = (n) => String(n).padStart(2, '0');
  const text = (s) => {
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${two(m)}:${two(s % 60)}`;
  };
  function tick() {
    document.querySelectorAll('[data-clock]').forEach((el) => {
      const left = Math.round((Date.parse(el.dataset.until) - now(el)) / 1000);
      el.textContent = left >= 0 ? text(left) : '+' + text(-left);
      const arc = el.closest('.sx-ring, .sx-open')?.querySelector('.sx-ring .v, .v');
      if (arc && el.dataset.from) {
        const whole = (Date.parse(el.dataset.until) - Date.parse(el.dataset.from)) / 1000;
        arc.setAttribute('stroke-dasharray', Math.max(0, Math.min(100, 100 * left / whole)).toFixed(2) + ' 100');
      }
      if (left <= 0 && !el.dataset.done) { // the server re-masks on its own; this only makes the screen follow
        el.dataset.done = '1';
        el.dispatchEvent(new CustomEvent('sx:expired', { bubbles: true }));
      }
    });
    document.querySelectorAll('[data-age]').forEach((el) => {
      const s = Math.max(0, Math.round((now(el) - Date.parse(el.dataset.since)) / 1000));
      const en = document.documentElement.lang.startsWith('en');
      el.textContent = s < 60 ? s + (en ? ' s ago' : ' 秒前') : Math.floor(s / 60) + (en ? ' min ago' : ' 分钟前');
    });
  }
  // Values and the bar above them stand in one element with data-secret: its own time masks its own values.
  function mask(bar) {
    const area = bar.closest('[data-secret]') || document;
    area.querySelectorAll('[data-mask]').forEach((el) => {
      el.textContent = el.dataset.mask;
      el.removeAttribute('data-mask');
      el.classList.add('sx-val--m');
      el.closest('tr')?.classList.remove('is-open');
    });
    bar.remove();
    const status = document.getElementById('sx-announce');
    if (status) status.textContent = status.dataset.expired;
  }
  document.addEventListener('sx:expired', (e) => { const bar = e.target.closest('[data-remask]'); if (bar) mask(bar); });
  document.addEventListener('click', (e) => { if (e.target.closest('[data-remask-now]')) mask(e.target.closest('[data-remask]')); });
  document.addEventListener('htmx:afterSettle', tick);
  tick();
  setInterval(tick, 1000);
})();
