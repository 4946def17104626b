// A request's page follows by itself; it works whole without this. Nothing is stored, no history entry is made.
// [data-live] the form that asks again, data-field names its step · [data-part] swapped one by one
// [data-keep] stays while the request is open · [data-whole] a form that is left to the browser · [data-src] a script to fetch
// Listens for "page:came" (detail: the HTML of a page that another script has been answered with).
"use strict";
(() => {
  const one = (css, root = document) => root.querySelector(css);
  const all = (css, root) => [...root.querySelectorAll(css)];

  // Put a fresh page's main in place of ours. The same parts in the same order: only those that differ,
  // and a form being typed in only gets its hidden fields. What is half typed stays.
  const swap = (html) => {
    const next = one("main", new DOMParser().parseFromString(html, "text/html")), old = one("main");
    if (!next) return false;
    if (!old) return true; // she has left: the page is already empty, and stays so
    if (Number(next.dataset.version) < Number(old.dataset.version)) return true; // an answer that was overtaken
    const parts = (main) => all("[data-part]", main).map((part) => part.dataset.part).join();
    const heading = one("h1", old)?.textContent, at = document.activeElement, kept = one("[data-keep]", old);
    const held = old.contains(at) && at.id;
    if (parts(next) && parts(next) === parts(old)) {
      const fresh = all("[data-part]", next);
      all("[data-part]", old).forEach((part, i) => {
        const box = one("textarea", part);
        if (box) {
          all("[type=hidden]", part).forEach((field) => { field.value = one(`[name=${field.name}]`, fresh[i]).value; });
          one(".err", part)?.remove();
          box.before(...all(".err", fresh[i]));
        } else if (part.outerHTML !== fresh[i].outerHTML) part.replaceWith(fresh[i]);
      });
      [one("[data-talk]", old), one("[data-talk]", next)].reduce((a, b) => a && b && Object.assign(a.dataset, b.dataset));
      old.dataset.version = next.dataset.version;
    } else {
      if (kept && one("[data-live]", next) && !one("[data-keep]", next)) next.prepend(kept);
      old.replaceWith(next);
      const talk = one("[data-src]", next);
      if (talk && !one(`script[src="${talk.dataset.src}"]`)) document.head.append(Object.assign(document.createElement("script"), { src: talk.dataset.src }));
    }
    const now = one("h1");
    if (now && now.textContent !== heading) one("#say").textContent = now.textContent;
    if (held && document.activeElement !== at) document.getElementById(held)?.focus({ preventScroll: true });
    tell();
    return true;
  };

  let moving = false;
  const tell = () => { for (const [css, shown] of [["[data-still]", !moving], ["[data-moving]", moving]]) { const told = one(css); if (told) told.hidden = !shown; } };

  const post = (form, step) => {
    const body = new URLSearchParams(new FormData(form));
    if (step) body.set(form.dataset.field, step);
    return fetch(form.action, { method: "POST", body, cache: "no-store" });
  };

  // The watch: lines of {"version": n} as they come; on a new one ask again. Drops are tried again, ever more slowly.
  let watching = false, latest = "";
  const follow = async () => {
    if (busy || latest === one("main")?.dataset.version) return;
    const answer = await post(one("[data-live]"));
    if (!answer.ok) throw answer;
    const html = await answer.text();
    if (one("[data-live]")) swap(html); // else she has erased it meanwhile, and reads so
  };
  const watch = async () => {
    if (watching) return;
    watching = true;
    for (let pause = 1; one("[data-live]"); pause = Math.min(30, pause * 2)) {
      try {
        const answer = await post(one("[data-live]"), "watch");
        if (!answer.ok) throw answer;
        const reader = answer.body.getReader(), text = new TextDecoder();
        let rest = "";
        for (let got = await reader.read(); !got.done && one("[data-live]"); got = await reader.read()) {
          const lines = (rest + text.decode(got.value, { stream: true })).split("\n");
          rest = lines.pop();
          pause = 1; moving = true; tell();
          for (const line of lines.filter((said) => said.trim())) {
            latest = String(JSON.parse(line).version);
            await follow();
          }
        }
        reader.cancel();
      } catch { moving = false; tell(); }
      await new Promise((done) => setTimeout(done, pause * 1000));
    }
    watching = false;
  };

  // Buttons on a watched page answer in place, so that the page, and keys that live in it, stay.
  let busy = false;
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !one("[data-live]") || !form.closest("main") || "whole" in form.dataset) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      const answer = await post(form);
      if (!answer.ok) throw answer;
      swap(await answer.text());
      if (one("textarea", form) && !one(".err")) one("textarea").value = "";
      if (!document.activeElement?.closest("main")) one("h1").focus();
      watch();
    } catch { // not while the event is still being told around: then nothing would be sent
      setTimeout(() => { form.dataset.whole = ""; form.requestSubmit(); });
    } finally {
      busy = false;
      if (latest && one("[data-live]")) follow().catch(() => {});
    }
  });
  addEventListener("page:came", (event) => { if (!one("[data-live]") || swap(event.detail)) event.preventDefault(); });
  watch();
})();
