// Passkeys: only a script can ask the device. Without this file, or in a browser that cannot do it, each form says so
// in words and the mail link stays. Nothing is kept here.
"use strict";
(() => {
  const able = window.PublicKeyCredential
    && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;
  const said = (form, key) => {
    const line = form.querySelector("[data-said]");
    line.textContent = key ? form.dataset[key] : "";
    line.hidden = !key;
  };

  const question = async (form) => {
    const body = new URLSearchParams({ why: form.dataset.passkey });
    const answer = await fetch(form.dataset.ask, { method: "POST", body, cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) throw new Error("no question");
    return answer.json();
  };

  const ask = async (form) => {
    const asked = await question(form);
    const found = form.dataset.passkey === "add"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
    form.elements.answer.value = JSON.stringify(found.toJSON());
    form.submit();
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.querySelectorAll("[data-unable]").forEach((words) => { words.hidden = Boolean(able); });
    form.querySelectorAll("[data-able]").forEach((part) => { part.hidden = !able; });
    if (!able) return;
    let busy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy || !form.reportValidity()) return;
      busy = true;
      said(form, "wait");
      try { await ask(form); } catch (wrong) {
        const known = { NotAllowedError: "stopped", InvalidStateError: "known" }[wrong.name];
        said(form, known && form.dataset[known] ? known : "failed");
      }
      busy = false;
    });
  });
})();
