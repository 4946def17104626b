// Only what makes pages kinder: every page works whole without this file, and nothing is kept here.
// After <main> has been swapped, `document` gets a "main:swapped" event, so that other scripts can look again.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  document.documentElement.classList.add("js");

  // The time left to answer: counted from when the page came, so a wrong clock on the phone does no harm.
  // Screen readers hear whole minutes only.
  let ticking;
  const countdown = () => {
    clearInterval(ticking);
    const out = one("[data-left]"), bar = one("progress.count"), say = one("[data-say]");
    if (!out) return;
    const ends = performance.now() + 1000 * Number(out.dataset.left);
    let told = Math.ceil(Number(out.dataset.left) / 60);
    const tick = () => {
      const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
      out.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (bar) bar.value = left;
      if (say && left && left % 60 === 0 && left / 60 < told) {
        told = left / 60;
        say.textContent = say.dataset.say.replace("{n}", told);
      }
      if (!left) clearInterval(ticking);
    };
    tick();
    ticking = setInterval(tick, 1000);
  };

  // Put a fresh page's main part in place of ours. Of the same question only the [data-part]s that differ are
  // replaced, and a form being typed in only gets its hidden fields, so that texts, keyboard and focus stay.
  const parts = (main) => all("[data-part]", main).map((part) => part.dataset.part).join();
  const swap = (html, { typing = true } = {}) => {
    const fresh = new DOMParser().parseFromString(html, "text/html"), next = one("main", fresh), old = one("main");
    if (!next) return false;
    if (typing && over(next, old)) return true;
    const same = one("h1", next)?.textContent === one("h1", old)?.textContent;
    if (typing && same && one("[data-talk]", old) && parts(old) === parts(next)) {
      const renewed = all("[data-part]", next);
      all("[data-part]", old).forEach((part, i) => {
        if (one("textarea", part)) all("[type=hidden]", part).forEach((field) => { field.value = one(`[name=${field.name}]`, renewed[i]).value; });
        else if (part.outerHTML !== renewed[i].outerHTML) part.replaceWith(renewed[i]);
      });
      Object.assign(one("[data-talk]", old).dataset, one("[data-talk]", next).dataset);
      old.dataset.version = next.dataset.version;
    } else {
      old.replaceWith(next);
      if (!same) { scrollTo(0, 0); next.focus({ preventScroll: true }); }
      countdown();
    }
    const talk = one("[data-src]");
    if (talk && !one(`script[src="${talk.dataset.src}"]`)) document.head.append(Object.assign(document.createElement("script"), { src: talk.dataset.src }));
    document.title = fresh.title;
    document.dispatchEvent(new Event("main:swapped"));
    return true;
  };

  // How a request ended stays to be read until another asks: late news of the one that is over would put "off duty" there.
  const over = (next, old) => "over" in old.dataset && next.dataset.version === "0";

  // What an answer means: another address (signed out, say) is gone to, anything else is swapped in.
  const take = async (answer, how) => {
    if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    return swap(await answer.text(), how) || location.reload();
  };

  // A page that shows a request asks about that one, so that it can say how it ended.
  const again = () => {
    const shown = one("main [name=attempt]")?.value;
    return shown ? { method: "POST", body: new URLSearchParams({ act: "look", attempt: shown }) } : {};
  };

  // A form that is being filled in is never taken away: the page only says that something changed. News that come
  // while another form is on its way wait for the answer to it, which may know them already; what was asked for before
  // that form is older than its answer and is let go.
  let busy = false, news = "", pressed = 0;
  const follow = async () => {
    if (busy || !news || news === one("main").dataset.version) return;
    one("main").dataset.version = news;
    const told = one("main[data-keep] [data-changed]");
    if (told) { told.hidden = false; return; }
    const then = pressed, answer = await fetch(location.pathname, { cache: "no-store", credentials: "same-origin", ...again() });
    if (then === pressed) await take(answer);
  };

  // Buttons of a watched page answer in place, so that the page, and keys that live in it, stay. If that fails,
  // the browser sends the form as it would have.
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.closest("main[data-watch]") || "whole" in form.dataset) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    pressed += 1;
    news = "";
    one("main").setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      await take(await fetch(form.action, { method: "POST", body, cache: "no-store", credentials: "same-origin" }), { typing: false });
    } catch {
      form.dataset.whole = "";
      form.requestSubmit(event.submitter);
    } finally {
      busy = false;
      one("main").removeAttribute("aria-busy");
      follow().catch(() => {});
    }
  });
  addEventListener("page:came", (event) => { if (busy || swap(event.detail)) event.preventDefault(); });

  // The watch: lines of {"version": n}, read as they come; when the line drops, again after a growing pause.
  const watch = async () => {
    let pause = 1000;
    for (let main = one("main[data-watch]"); main; main = one("main[data-watch]")) {
      try {
        const answer = await fetch(main.dataset.watch, { cache: "no-store", credentials: "same-origin", headers: { accept: "application/x-ndjson" } });
        if (!answer.ok || !answer.body || answer.redirected) throw new Error("no watch");
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          pause = 1000;
          const lines = (rest + part.value).split("\n");
          rest = lines.pop();
          for (const line of lines.filter((text) => text.trim())) {
            news = String(JSON.parse(line).version);
            await follow();
          }
        }
      } catch { pause = Math.min(30000, pause * 2); }
      await wait(pause);
    }
  };

  // Left and right move between the bars of a timeline, up and down to the nearest one of another row; every bar stays
  // in the tab order too.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const bar = event.target.closest?.("[data-timeline] .lane a");
    if (!step || !bar) return;
    const middle = (each) => { const at = each.getBoundingClientRect(); return at.left + at.right; };
    const far = (each) => Math.abs(middle(each) - middle(bar));
    const lines = all(".lane", bar.closest("[data-timeline]")).map((lane) => all("a", lane)).filter((bars) => bars.length);
    const bars = lines.flat(), line = lines.findIndex((each) => each.includes(bar)) + step;
    const next = /Up|Down/.test(event.key) ? [...(lines[line] ?? [])].sort((one, other) => far(one) - far(other))[0] : bars[bars.indexOf(bar) + step];
    if (next) { next.focus(); event.preventDefault(); }
  });

  // A form that shows at a glance what it would come to: as it is changed, that part of its own page is fetched anew.
  // Sliders are of use with this only, so they stay hidden without; each goes with the field that is sent.
  const look = one("form[data-glance]");
  if (look) {
    let soon, asked = 0;
    const again = async () => {
      const mine = asked += 1, told = one(`#${look.dataset.glance}`);
      told.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(`${look.action}?${new URLSearchParams(new FormData(look))}`, { cache: "no-store", credentials: "same-origin" });
        const next = one(`#${look.dataset.glance}`, new DOMParser().parseFromString(await answer.text(), "text/html"));
        if (mine === asked && next) told.replaceChildren(...next.childNodes);
      } catch { /* what was seen before stays */ }
      told.removeAttribute("aria-busy");
    };
    all("[data-slides]", look).forEach((slide) => { slide.hidden = false; });
    look.addEventListener("input", ({ target }) => {
      const slides = target.dataset.slides, slide = one(`[data-slides="${target.name}"]`, look);
      if (slides) one(`[name="${slides}"]`, look).value = target.value;
      else if (slide) slide.value = target.value;
      clearTimeout(soon);
      soon = setTimeout(again, 300);
    });
  }

  // Open menus close with Escape or a tap elsewhere.
  const close = (event) => all("details.menu[open], details.more[open]").forEach((menu) => {
    if (event.key === "Escape") { menu.open = false; one("summary", menu).focus(); }
    else if (event.type === "click" && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);

  all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
  countdown();
  const talk = one("[data-src]");
  if (talk) document.head.append(Object.assign(document.createElement("script"), { src: talk.dataset.src }));
  if (one("main[data-watch]")) watch();

  // A page that may be kept for when there is no connection names the script that keeps it.
  const kept = one("main[data-offline]");
  if (kept) navigator.serviceWorker?.register(kept.dataset.offline, { scope: location.pathname }).catch(() => {});
})();
