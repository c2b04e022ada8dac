// SPDX-License-Identifier: Apache-2.0
// Sends a file as the body of one request, so that it is never spooled as part of a form. Says how far it is.
(function () {
  const part = (box, name) => box.querySelector(`[data-part="${name}"]`);
  const csrf = document.querySelector('meta[name="csrf"]');

  document.querySelectorAll('[data-mapping-file]').forEach((box) => {
    const input = box.querySelector('input');
    const text = document.getElementById(box.dataset.mappingFile);
    box.hidden = false;
    input.addEventListener('change', async () => { if (input.files[0]) text.value = await input.files[0].text(); });
  });

  document.querySelectorAll('[data-intake-upload]').forEach((box) => {
    const input = part(box, 'file').querySelector('input');
    const progress = part(box, 'progress');
    const send = part(box, 'send');
    const answer = part(box, 'answer');
    part(box, 'file').hidden = false;
    send.hidden = false;

    const line = (name, words, style) => {
      const element = document.createElement(name);
      element.textContent = words;
      if (style) element.className = style;
      return element;
    };
    const show = (what, lines) => {
      const note = line('div', '', 'sx-note sx-note--bad');
      const text = document.createElement('div');
      note.setAttribute('role', 'alert');
      text.append(line('b', what), ...lines.map((one) => line('div', one, 'sx-sm')));
      note.append(text);
      answer.replaceChildren(note);
    };
    const broken = () => show(box.dataset.broken, []);
    const refused = (request) => {
      try {
        const said = JSON.parse(request.responseText);
        show(said.what, [...said.wrong.map((one) => `${one.where} ${one.text}`), said.next]);
      } catch (e) {
        broken();
      }
    };
    const rest = () => { send.disabled = false; input.disabled = false; progress.hidden = true; };

    send.addEventListener('click', () => {
      if (!input.files[0]) { input.focus(); return; }
      const request = new XMLHttpRequest();
      request.open('PUT', box.dataset.to);
      request.setRequestHeader('Content-Type', 'text/csv');
      if (csrf) request.setRequestHeader(csrf.dataset.header, csrf.content);
      request.upload.addEventListener('progress', (e) => {
        if (!e.lengthComputable) return;
        const share = Math.floor((e.loaded / e.total) * 100);
        progress.querySelector('rect').setAttribute('width', share);
        progress.querySelector('b').textContent = `${share} %`;
      });
      request.addEventListener('load', () => {
        if (request.status < 300) { location.reload(); return; }
        rest();
        refused(request);
      });
      request.addEventListener('error', () => { rest(); broken(); });
      send.disabled = true;
      input.disabled = true;
      progress.hidden = false;
      answer.replaceChildren();
      request.send(input.files[0]);
    });
  });
})();
