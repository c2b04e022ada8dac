// SPDX-License-Identifier: Apache-2.0
// The browser's part of a passkey: ask the server for a challenge, let the authenticator answer it, send the answer.
// A button says with data-passkey what is done (create, get), with data-ask and data-answer where, with data-label
// which field names the new one, and with data-says where a refusal is written.
(function () {
  const csrf = document.querySelector('meta[name="csrf"]');
  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  async function post(path, body) {
    const answer = await fetch(path, {
      method: 'POST', body, credentials: 'same-origin', redirect: 'error',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', [csrf.dataset.header]: csrf.content },
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error([said.detail, said.next].filter(Boolean).join(' '));
    return said;
  }
  async function run(button) {
    const asked = await post(button.dataset.ask, '{}');
    if (button.dataset.passkey === 'create') {
      const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
      const label = document.getElementById(button.dataset.label).value;
      return post(button.dataset.answer, JSON.stringify({ label, credential: made.toJSON() }));
    }
    const given = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
    return post(button.dataset.answer, JSON.stringify(given.toJSON()));
  }
  document.querySelectorAll('button[data-passkey]').forEach((button) => {
    const says = document.getElementById(button.dataset.says);
    if (!able) {
      says.textContent = button.dataset.unable;
      return;
    }
    button.hidden = false;
    button.addEventListener('click', async () => {
      button.disabled = true;
      says.textContent = '';
      try {
        const done = await run(button);
        if (done.where) location.assign(done.where);
        else button.form.submit();
      } catch (refused) {
        // What the browser itself says of a ceremony that was left is in its language and tells nothing.
        says.textContent = refused instanceof DOMException ? button.dataset.left : refused.message;
        button.disabled = false;
      }
    });
  });
})();
