// SPDX-License-Identifier: Apache-2.0
// Sends a file as the body of one request, so that it is never spooled as part of a form, and shows the answer.
(function () {
  const csrf = document.querySelector('meta[name="csrf"]');
  const report = document.getElementById('report');

  document.querySelectorAll('[data-trace-upload]').forEach((box) => {
    const part = (name) => box.querySelector(`[data-part="${name}"]`);
    const input = part('file').querySelector('input');
    const progress = part('progress');
    const send = part('send');
    part('file').hidden = false;

    const rest = () => { send.disabled = false; input.disabled = false; progress.hidden = true; };
    const broken = () => { rest(); report.textContent = box.dataset.broken; };

    send.addEventListener('click', () => {
      if (!input.files[0]) { input.focus(); return; }
      const request = new XMLHttpRequest();
      request.open('PUT', box.dataset.to);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      if (csrf) request.setRequestHeader(csrf.dataset.header, csrf.content);
      request.upload.addEventListener('progress', (e) => {
        if (!e.lengthComputable) return;
        const share = Math.floor((e.loaded / e.total) * 100);
        progress.querySelector('rect').setAttribute('width', share);
        progress.querySelector('b').textContent = `${share} %`;
      });
      request.addEventListener('load', () => {
        rest();
        const page = new DOMParser().parseFromString(request.responseText, 'text/html').getElementById('report');
        if (page) { report.replaceChildren(...page.childNodes); } else { broken(); }
      });
      request.addEventListener('error', broken);
      send.disabled = true;
      input.disabled = true;
      progress.hidden = false;
      report.replaceChildren();
      request.send(input.files[0]);
    });
  });
})();
