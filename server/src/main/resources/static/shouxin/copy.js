// SPDX-License-Identifier: Apache-2.0
// A secret that is shown once: a button copies it, and a link gets the address it is read at.
(function () {
  const origin = location.origin;
  document.querySelectorAll('[data-absolute]').forEach((field) => { field.value = origin + field.value; });
  document.querySelectorAll('[data-copy]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      // Outside a secure context there is no clipboard to write to: the text is marked, ready for the keyboard.
      if (!navigator.clipboard) return;
      navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.copied; }, () => {});
    });
  });
})();
